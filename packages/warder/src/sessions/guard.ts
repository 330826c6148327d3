import { parseBearer, Problem, type Seconds } from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import { cookieOf, readCookie } from '../http/browser/cookies.ts'
import { csrfToken, requireCsrf, visitOf, type Binding } from '../http/browser/csrf.ts'
import type { Call, Guard } from '../http/router.ts'
import { readForm } from '../http/body.ts'
import { browserOf } from '../http/browser/identity.ts'
import { wordsFor, type Spoken } from '../http/words/language.ts'
import { digest } from '../crypto/tokens.ts'
import { checkAccessToken } from '../oauth-server/access-token.ts'
import { builtInClient } from '../oauth-server/clients/client.ts'
import { holdingsOf } from '../access/permissions/roles.ts'
import * as sessions from '../store/people/sessions.ts'
import { words } from '../store/words.ts'
import { confirmFirst, standingOf, type Watched } from './hijack/standing.ts'

/** A person with a live session, and what is known of both. */
export type SessionCaller = {
  session_id: string
  user_id: string
  directory_id: string
  tenant_id: string
  email: string
  full_name: string
  locale: string | null
  email_verified_at: Seconds | null
  /** Since when the person has a second factor of their own. */
  mfa_enabled_at: Seconds | null
  last_login_at: Seconds | null
  /** Of the account. */
  created_at: Seconds
  roles: string[]
  /** What those roles allow in this tenant. */
  permissions: string[]
  amr: string[]
  auth_time: Seconds
  expires_at: Seconds
  /** When the person asked to stay signed in; null when the session is for this visit of the browser alone. */
  remembered_at: Seconds | null
  via: 'cookie' | 'bearer'
  /** It may be in the wrong hands and opens nothing before its person has confirmed it: only few guards let it pass. */
  suspect: boolean
}

/**
 * The session of the cookie, when it is live and its person may sign in; otherwise undefined. So is one that may be in
 * the wrong hands and waits for its person to confirm it.
 */
export function findSession(call: Carrier): Maybe<SessionCaller | undefined> {
  return after(findHeldSession(call), (found) => (found?.suspect ? undefined : found))
}

/** A request with a cookie, and where Warder itself was asked, what is known of its sender. */
export type Carrier = { request: Pick<Call['request'], 'headers'> } & Watched

/** Like `findSession`, and with those that must be confirmed first: for leaving, and for confirming. */
export function findHeldSession(call: Carrier): Maybe<SessionCaller | undefined> {
  const { app, tenant } = call
  const token = readCookie(app.config, call.request, cookieOf(tenant, 'session'))
  if (!token) return undefined
  const now = app.now()
  const hash = digest(token)
  const live = app.live.find(hash, now, () => sessions.findLive(app.db, hash, now))
  return after(live, (row) =>
    // Under whatever name it is sent: a session is one of its tenant alone.
    row?.tenant_id === tenant.id
      ? after(standingOf(call, row, hash), (standing) =>
          standing === 'ended' ? undefined : callerOf(call, row, 'cookie', standing === 'suspect'),
        )
      : undefined,
  )
}

/** `/auth/*` for a person: a bearer token of ours, or the session cookie with a CSRF token where something changes. */
export const person: Guard<SessionCaller> = (call) =>
  after(personEvenSuspect(call), (found) => {
    if (found.suspect) throw confirmFirst()
    return found
  })

/** The same for what somebody may do whose session must be confirmed first: confirm it, or leave. */
export const personEvenSuspect: Guard<SessionCaller> = (call) => {
  const bearer = parseBearer(call.request.headers.get('authorization'))
  if (bearer.kind === 'token') return bearerSession(call, bearer.token)
  if (bearer.kind === 'malformed')
    throw new Problem('not_authenticated', { detail: 'Send Authorization: Bearer and one access token.' })

  return after(findHeldSession(call), (found) => {
    if (!found)
      throw new Problem('not_authenticated', {
        detail: 'Sign in, or send Authorization: Bearer with an access token.',
      })
    if (call.request.method !== 'GET' && call.request.method !== 'HEAD') {
      requireCsrf(call, `session:${found.session_id}`, call.request.headers.get('x-csrf-token'))
    }
    return found
  })
}

/** Only the session of a cookie, with its CSRF token: what ends or changes the cookie itself. */
export const cookieSession: Guard<SessionCaller> = async (call) => {
  const found = await findHeldSession(call)
  if (!found) throw new Problem('not_authenticated')
  requireCsrf(call, `session:${found.session_id}`, call.request.headers.get('x-csrf-token'))
  return found
}

async function bearerSession(call: Call, token: string): Promise<SessionCaller> {
  const { app, tenant } = call
  const claims = await checkAccessToken(app, tenant, token, { audience: tenant.issuer })
  // A token that an application got in a person's name is not the person: it opens no account page.
  if (claims.client_id !== builtInClient || typeof claims.sid !== 'string') {
    throw new Problem('forbidden', {
      detail: 'This access token belongs to an application and cannot be used here.',
    })
  }
  const row = await sessions.findLiveById(app.db, claims.sid, app.now())
  if (row?.tenant_id !== tenant.id) throw new Problem('not_authenticated')
  return callerOf(call, row, 'bearer', row.suspect_at !== null)
}

function callerOf(
  call: Pick<Call, 'app'>,
  row: sessions.LiveSession,
  via: SessionCaller['via'],
  suspect: boolean,
): SessionCaller {
  // Use by nobody knows whom does not keep a session open.
  if (!suspect) call.app.activity.seen(row)
  // Field by field: taking an object apart and copying the rest costs more than the look-up, for every request.
  return {
    session_id: row.id,
    user_id: row.user_id,
    directory_id: row.directory_id,
    tenant_id: row.tenant_id,
    email: row.email,
    full_name: row.full_name,
    locale: row.locale,
    email_verified_at: row.email_verified_at,
    mfa_enabled_at: row.mfa_enabled_at,
    last_login_at: row.last_login_at,
    created_at: row.user_created_at,
    ...holdingsOf(words(row.roles ?? ''), row.permissions),
    amr: words(row.amr),
    auth_time: row.auth_time,
    expires_at: row.expires_at,
    remembered_at: row.remembered_at,
    via,
    suspect,
  }
}

/** A page that anybody may open: who is there, the CSRF token of its forms, and the fields when one was posted. */
export type Visitor = Spoken & {
  session: SessionCaller | undefined
  /** The same, or one that its person must confirm first, which is signed in nowhere and may be left. */
  held: SessionCaller | undefined
  csrf: string
  browser_hash: string
  form: URLSearchParams
  /** To be set with the answer. */
  cookies: string[]
}

export const visitor: Guard<Visitor> = async (call) => {
  const held = await findHeldSession(call)
  const visit = held ? { binding: `session:${held.session_id}` as Binding, cookies: [] } : visitOf(call)
  const browser = browserOf(call)
  const form = call.request.method === 'POST' ? await readForm(call.request) : new URLSearchParams()
  if (call.request.method === 'POST') {
    requireCsrf(call, visit.binding, form.get('csrf_token'), 'form')
    if (new Set(form.keys()).size < form.size)
      throw new Problem('malformed_request', { detail: 'A field was sent twice.' })
  }
  return {
    session: held?.suspect ? undefined : held,
    held,
    csrf: csrfToken(call.app, visit.binding),
    browser_hash: browser.hash,
    form,
    cookies: [...visit.cookies, ...browser.cookies],
    ...(await wordsFor(call, { locale: held?.locale, form })),
  }
}

export type SignedInVisitor = Visitor & { session: SessionCaller }

/** A page of the account: without a session the edge leads to the sign-in page. */
export const account: Guard<SignedInVisitor> = async (call) => {
  const found = await visitor(call)
  if (found.held?.suspect) throw confirmFirst()
  if (!found.session) throw new Problem('not_authenticated')
  return { ...found, session: found.session }
}

/** The page on which somebody confirms that a session is theirs. */
export const accountEvenSuspect: Guard<SignedInVisitor> = async (call) => {
  const found = await visitor(call)
  if (!found.held) throw new Problem('not_authenticated')
  return { ...found, session: found.held }
}

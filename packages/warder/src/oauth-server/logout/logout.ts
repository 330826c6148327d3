import {
  decideLogoutRedirect,
  frontChannelLogoutUri,
  parseLogoutRequest,
  Problem,
  type LogoutRequest,
} from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { elsewhereOf, leave } from '../../connections/leaving.ts'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { readForm } from '../../http/body.ts'
import { csrfToken } from '../../http/browser/csrf.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Call, Handler } from '../../http/router.ts'
import { frameFor } from '../../http/words/frame.ts'
import { messagePage } from '../../pages/message/message.ts'
import { logoutPage, type StaysBecause } from '../../pages/sign-in/logout.ts'
import { signingOutPage } from '../../pages/sign-in/signing-out.ts'
import { endSession } from '../../sessions/end.ts'
import { findHeldSession, type SessionCaller, type Visitor } from '../../sessions/guard.ts'
import * as sessionClients from '../../store/oauth/session-clients.ts'
import { formTargetOf } from '../authorize/place.ts'
import { personOf, sessionNameFor, sessionOf } from '../claims/subject.ts'
import type { Client } from '../clients/client.ts'
import { nameIn } from '../clients/about/names.ts'
import { findNamedClient } from '../documents/find.ts'
import { readIdTokenHint, type IdTokenHint } from '../token/id-token-hint.ts'

/** A request to sign out, as far as it can be believed. */
type Asked = {
  request: LogoutRequest
  hint: IdTokenHint | undefined
  client: Client | undefined
  /** Where the browser goes afterwards; undefined for a page of ours. */
  target: string | undefined
  /** Why it does not go where it was asked to, when it was asked. */
  stays?: StaysBecause | undefined
}

/**
 * GET /oauth/logout (OpenID Connect RP-Initiated Logout 1.0 §2). Only a token that names this very session
 * signs out at once: any site can send a browser here, so everything else is asked (§6), and so is a request that is wrong (§4).
 */
export const logout: Handler<null> = async (call) => {
  const asked = await readLogout(call, call.url.searchParams)
  const session = await findHeldSession(call)
  if (!session) return isOut(call, asked)

  const { hint, client, stays } = asked
  // RFC 9110 §9.3.2: HEAD is what checks a link without following it, so it gets the page with the question.
  const followed = call.request.method !== 'HEAD'
  if (followed && !stays && client && hint && (await isOfSession(call, client, hint, session)))
    return signOut(call, session, asked)
  return confirmation(call, session, asked)
}

async function isOfSession(
  { app, tenant }: Call,
  client: Client,
  { session_id: sid, subject }: IdTokenHint,
  { session_id, user_id }: SessionCaller,
): Promise<boolean> {
  if (sid === undefined || (await sessionOf(app, tenant.id, client, sid)) !== session_id) return false
  return (await personOf(app, tenant.id, client, subject)) === user_id
}

/** POST /oauth/logout: it may come from another site and then without cookies, so it goes on as a GET. */
export const logoutPost: Handler<null> = async (call) => {
  const query = (await readForm(call.request)).toString()
  if (query.length > 8000)
    throw new Problem('payload_too_large', { detail: 'The request of the application is too long.' })
  return redirect(query === '' ? '/oauth/logout' : `/oauth/logout?${query}`)
}

/** GET /logout: the same question for a person who wants to leave. */
export const logoutForm: Handler<Visitor> = async (call) => {
  const { held } = call.caller
  if (!held) return signedOutPage(call, {})
  return confirmation(call, held, await readLogout(call, new URLSearchParams()))
}

/** POST /logout: the answer to it. The guard has checked that it came from our own page. */
export const logoutAnswer: Handler<Visitor> = async (call) => {
  const { held, form } = call.caller
  const asked = await readLogout(call, form)
  return held ? signOut(call, held, asked) : isOut(call, asked)
}

/** A request that cannot be believed asks to sign out all the same, only without naming where to go. */
async function readLogout(call: Call, params: URLSearchParams): Promise<Asked> {
  const request = parseLogoutRequest(params)
  const { app, tenant } = call
  const hint =
    request.id_token_hint === undefined
      ? undefined
      : await readIdTokenHint(app, tenant, request.id_token_hint)
  // A hint that is not ours spoils the rest: it is the mark of a request that was tampered with.
  const spoiled = request.id_token_hint !== undefined && !hint
  const client_id = hint?.client_id ?? request.client_id
  const client = spoiled || client_id === undefined ? undefined : await findNamedClient(call, client_id)
  const target = decideLogoutRedirect(request, client)
  return { request, hint, client, target, stays: staysBecause(request, { spoiled, client, target }) }
}

function staysBecause(
  { post_logout_redirect_uri }: LogoutRequest,
  { spoiled, client, target }: { spoiled: boolean } & Pick<Asked, 'client' | 'target'>,
): StaysBecause | undefined {
  if (spoiled) return 'not proved'
  if (post_logout_redirect_uri === undefined || target !== undefined) return undefined
  return client ? 'not registered' : 'not named'
}

async function confirmation(call: Call, session: SessionCaller, asked: Asked): Promise<Answer> {
  const { request, client, target, stays } = asked
  const { post_logout_redirect_uri } = request
  const frame = await frameFor(call, readerOf(asked, session))
  const body = logoutPage({
    ...frame,
    csrf: csrfToken(call.app, `session:${session.session_id}`),
    application: client && nameIn(client, frame.words.locale),
    stays,
    fields: target === undefined ? {} : fieldsOf(request),
  })
  const formTarget =
    target !== undefined && post_logout_redirect_uri !== undefined
      ? formTargetOf(post_logout_redirect_uri)
      : undefined
  return html(body, { headers: { 'content-security-policy': pagePolicy(formTarget) } })
}

/** What the form sends back, to be checked once more. */
function fieldsOf(request: LogoutRequest): Record<string, string> {
  const { id_token_hint, client_id, post_logout_redirect_uri, state } = request
  const fields = { id_token_hint, client_id, post_logout_redirect_uri, state }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function signOut(call: Call, session: SessionCaller, asked: Asked): Promise<Answer> {
  const { app, tenant } = call
  const { target } = asked
  const told = await sessionClients.toldByBrowser(app.db, session.session_id)
  const elsewhere = await elsewhereOf(call, session.session_id)
  const { cookies, headers } = await endSession(call, session)
  const { ui_locales } = asked.request
  const out =
    ui_locales === undefined ? '/logout' : `/logout?${new URLSearchParams({ ui_locales }).toString()}`
  const back = target ?? out
  const next = elsewhere ? await leave(call, elsewhere, back) : back
  // Not by a redirect: a browser would not follow one from a form that may lead to us alone.
  if (told.length > 0 || elsewhere) {
    const applications = await Promise.all(
      told.map(async ({ client_name: name, uri, tenant_id, sector }) => {
        const sid = await sessionNameFor(app, tenant_id, { sector }, session.session_id)
        return { name, uri: frontChannelLogoutUri(uri, tenant.issuer, sid) }
      }),
    )
    const frames = [...new Set(applications.map(({ uri }) => new URL(uri).origin))]
    const policy = pagePolicy(undefined, 'no scripts', frames)
    const provider = elsewhere?.row.title
    const frame = await frameFor(call, readerOf(asked, session))
    const body = signingOutPage({ ...frame, applications, provider, next })
    return html(body, { cookies, headers: { ...headers, ...quiet, 'content-security-policy': policy } })
  }
  return redirect(next, { cookies, headers: { ...headers, ...(target !== undefined && quiet) } })
}

/** An application learns no address of ours. */
const quiet = { 'referrer-policy': 'no-referrer' }

/**
 * Nobody is signed in. RP-Initiated Logout 1.0 §4: without "other means of confirming the legitimacy" nobody is led anywhere, and
 * of an application that nobody here has looked at there is none: the person sees where they would go.
 */
function isOut(call: Call, { request, client, target }: Asked): Maybe<Answer> {
  if (target === undefined) return signedOutPage(call, request)
  if (!client?.self_registered) return redirect(target, { headers: quiet })
  return signedOutPage(call, request, target)
}

function signedOutPage(call: Call, request: LogoutRequest, target?: string): Maybe<Answer> {
  return after(frameFor(call, { ui_locales: request.ui_locales }), (frame) => {
    const { everyPage, signIn } = frame.words
    const { out: title, outText: text, goOn } = signIn.logout
    const action =
      target === undefined
        ? { href: '/login', label: everyPage.signIn }
        : { href: target, label: goOn(new URL(target).host) }
    return html(messagePage({ ...frame, title, text, tone: 'good', action }))
  })
}

/** RP-Initiated Logout 1.0 §2: the application may say in which language, and the form sends it back. */
const readerOf = ({ request }: Asked, { locale }: SessionCaller) => ({
  locale,
  ui_locales: request.ui_locales,
})

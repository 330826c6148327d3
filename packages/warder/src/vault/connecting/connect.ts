import { beginSignIn, finishSignIn, OutboundError, type Attempt, type Grant } from '@warder/outbound'
import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import * as connections from '../../store/vault/connections.ts'
import * as providers from '../../store/vault/providers.ts'
import { minute } from '../../time.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { sealedGrant } from '../connection-store.ts'
import { findProvider, signInAt } from '../providers/provider.ts'

/** To sign in elsewhere, with whatever is asked there. */
const lifetime = 10 * minute

type Waiting = { session_id: string; provider: string; attempt_sealed: string }

const attemptPlace = (user_id: string) => `vault-attempt:${user_id}`

/**
 * Begins to connect a service: the address of it that the person's browser goes to. What comes back counts once, in this
 * session alone.
 *
 * @throws Problem `insufficient_user_authentication`, or `not_found` for a service that nobody offers here
 */
export async function beginConnecting(call: Call, caller: SessionCaller, name: string): Promise<string> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  const provider = await findProvider(call, name)
  const now = app.now()
  // Made without a state first: the handle of the row is it, and only its digest is kept.
  const { address, attempt } = await beginSignIn(signInAt(call, provider))
  const { verifier, nonce } = attempt
  const kept = { verifier, ...(nonce !== undefined && { nonce }) }
  const waiting: Waiting = {
    session_id,
    provider: name,
    attempt_sealed: app.secrets.seal(attemptPlace(user_id), JSON.stringify(kept)),
  }
  const expires_at = now + lifetime
  const state = await oneTimeTokens.create(app.db, 'vault_connect', {
    subject: user_id,
    data: waiting,
    expires_at,
    now,
    replace: true,
  })
  const url = new URL(address)
  url.searchParams.set('state', state)
  return url.href
}

export type Connected = { kind: 'connected'; id: string } | { kind: 'denied' }

/**
 * Ends it with what the browser brought back. One connection for each person and service: a new one takes the place of the
 * former.
 *
 * @throws Problem `token_invalid` for an answer that nobody waits for, in this session; `provider_failed`
 */
export async function finishConnecting(call: Call, caller: SessionCaller): Promise<Connected> {
  const { app, tenant, url, params } = call
  const { user_id, session_id } = caller
  const state = url.searchParams.get('state') ?? ''
  const row = await oneTimeTokens.consume(app.db, 'vault_connect', state, app.now())
  const waiting = row && (JSON.parse(row.data) as Waiting) // written above
  // Another session's answer would connect somebody else's account to this one (RFC 9700 §4.7).
  if (!waiting || row.subject !== user_id || waiting.session_id !== session_id) throw over()
  // Another provider's answer is not that of the one that was asked (RFC 9700 §4.4).
  if (waiting.provider !== params['provider']) throw over()
  const opened = app.secrets.open(attemptPlace(user_id), waiting.attempt_sealed)
  if (!opened) throw over()
  const provider = await findProvider(call, waiting.provider)
  const attempt: Attempt = { state, ...(JSON.parse(opened.toString('utf8')) as Omit<Attempt, 'state'>) }

  const grant = await grantOf(call, provider, attempt)
  if (!grant) return { kind: 'denied' }
  const now = app.now()
  const id = await app.db.transaction().execute(async (tx) => {
    const user = await users.hold(tx, user_id)
    if (!user) throw new Problem('not_authenticated')
    await requireOpen(tx, session_id)
    // Removed while its person signed in there.
    if (!(await providers.find(tx, tenant.id, provider.name))) throw over()
    const put = await connections.put(tx, {
      id: newId('con'),
      tenant_id: tenant.id,
      user_id,
      provider: provider.name,
      // RFC 6749 §5.1: what is not named is what was asked for.
      scope: scopeOf(grant, provider.definition),
      grant_sealed: '',
      reauth_required_at: null,
      created_at: now,
      connected_at: now,
      last_used_at: null,
      locked_by: null,
      locked_until: null,
    })
    const sealed = sealedGrant(app.secrets, put.id, { kind: 'oauth-grant', data: { ...grant } })
    await connections.setGrant(tx, put.id, sealed)
    const told = { link: await alertLink(tx, call, user_id), at: now, service: provider.title }
    await queueMail(tx, app, compose(app, 'serviceConnected', personOf(app, caller), told))
    await record(tx, call, {
      type: 'vault.connected',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { connection: put.id, provider: provider.name },
    })
    return put.id
  })
  return { kind: 'connected', id }
}

type At = Awaited<ReturnType<typeof findProvider>>

/** Undefined where the person said no there. */
async function grantOf(call: Call, provider: At, attempt: Attempt): Promise<Grant | undefined> {
  try {
    return await finishSignIn(signInAt(call, provider), attempt, call.url.searchParams)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.code === 'INTERACTION_DENIED') return undefined
    call.app.log.warn({ reason: error.code, error }, 'a service could not be connected')
    throw new Problem('provider_failed', {
      detail: `${provider.title} did not complete the connection (${error.code}). Try again.`,
      cause: error,
    })
  }
}

function scopeOf({ scope }: Grant, { scopes, scope_separator }: At['definition']): string {
  if (scope === undefined) return scopes.join(' ')
  return scope
    .split(scope_separator === '' ? ' ' : /[\s,]+/)
    .filter(Boolean)
    .join(' ')
}

function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'This attempt to connect a service is over. Begin again in your account, under Connections.',
  })
}

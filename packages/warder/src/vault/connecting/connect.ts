import type { Attempt, Grant } from '@warder/outbound'
import { Problem } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { minute } from '../../time.ts'
import type { OAuthDefinition } from '../providers/definition.ts'
import { findProvider, signInAt, type OAuthProvider } from '../providers/provider.ts'
import { keepConnection, over } from './keep.ts'

/** To sign in elsewhere, with whatever is asked there. */
const lifetime = 10 * minute

type Waiting = { session_id: string; provider: string; attempt_sealed: string }

const attemptPlace = (user_id: string) => `vault-attempt:${user_id}`

/**
 * Begins to connect a service: the address of it that the person's browser goes to. What comes back counts once, in this
 * session alone.
 *
 * @throws Problem `insufficient_user_authentication`
 */
export async function beginConnecting(
  call: Call,
  caller: SessionCaller,
  provider: OAuthProvider,
): Promise<string> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  const now = app.now()
  // Made without a state first: the handle of the row is it, and only its digest is kept.
  const { beginSignIn } = await import('@warder/outbound')
  const { address, attempt } = await beginSignIn(signInAt(call, provider))
  const { verifier, nonce } = attempt
  const kept = { verifier, ...(nonce !== undefined && { nonce }) }
  const waiting: Waiting = {
    session_id,
    provider: provider.name,
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
  const { app, url, params } = call
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
  if (provider.kind !== 'oauth') throw over()
  const attempt: Attempt = { state, ...(JSON.parse(opened.toString('utf8')) as Omit<Attempt, 'state'>) }

  const grant = await grantOf(call, provider, attempt)
  if (!grant) return { kind: 'denied' }
  // RFC 6749 §5.1: what is not named is what was asked for.
  const scope = scopeOf(grant, provider.definition)
  const kept = { kind: 'oauth-grant', data: { ...grant } }
  return { kind: 'connected', id: await keepConnection(call, caller, provider, kept, scope) }
}

/** Undefined where the person said no there. */
async function grantOf(call: Call, provider: OAuthProvider, attempt: Attempt): Promise<Grant | undefined> {
  const { finishSignIn, OutboundError } = await import('@warder/outbound')
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

function scopeOf({ scope }: Grant, { scopes, scope_separator }: OAuthDefinition): string {
  if (scope === undefined) return scopes.join(' ')
  return scope
    .split(scope_separator === '' ? ' ' : /[\s,]+/)
    .filter(Boolean)
    .join(' ')
}

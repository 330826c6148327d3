import type { Outgoing } from '@warder/outbound'
import { accessTokenType, OAuthError, Problem, type TokenExchangeRequest } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { keyTokenType, type ExchangeAnswer } from '../../oauth-server/token/exchange/answer.ts'
import { words } from '../../store/words.ts'
import { connectionStore } from '../connection-store.ts'
import { findProvider, isHandedOver, type OAuthProvider, type Provider } from '../providers/provider.ts'
import { asProviderProblem, credentialOf } from './credential.ts'
import { requireUse, type Asker } from './user.ts'

type Asked = Pick<TokenExchangeRequest, 'scope'> & { connection: string; asker: Asker | undefined }

/**
 * The token of a service itself, for a program whose person let it have that: never the refresh token, and none that does not
 * end by itself; or the key that its person typed in, where the operator lets that be handed over. A service gives tokens for all that was allowed or none, so fewer scopes cannot be had and more are refused.
 *
 * @throws OAuthError invalid_target for a connection that it may not have the token of, invalid_scope, or invalid_grant
 * @see RFC 8693 §2.2.1, RFC 8707 §2
 */
export async function tokenOfService(
  call: Call,
  { connection: id, asker, scope }: Asked,
): Promise<ExchangeAnswer> {
  const { app } = call
  const { connection, user } = await usable(call, asker, id)
  const provider = await findProvider(call, connection.provider)
  const granted = words(connection.scope)
  if (scope !== undefined && !sameWords(words(scope), granted))
    throw new OAuthError(
      'invalid_scope',
      `a token of this service is for ${connection.scope || 'what was allowed'}, all of it`,
    )
  if (!isHandedOver(provider)) throw notHandedOver('what opens this service is not handed over')
  const held = await heldOf(call, provider, id)
  await record(
    app.db,
    call,
    {
      type: 'vault.token',
      outcome: 'succeeded',
      actor: user.program,
      subject: connection.user_id,
      client_id: user.program,
      detail: { connection: id, provider: provider.name },
    },
    'commit',
  )
  return { ...held, ...(granted.length > 0 && { scope: granted.join(' ') }) }
}

const notHandedOver = (why: string) => new OAuthError('invalid_target', `${why}: use POST /api/vault/fetch`)

async function heldOf(call: Call, provider: Provider, id: string): Promise<ExchangeAnswer> {
  if (provider.kind === 'typed') {
    const kept = await connectionStore(call.app, id).get(id)
    const { key } = (kept?.data ?? {}) as { key?: string } // sealed by us
    if (key === undefined) throw notHandedOver('there is no key of this service')
    // RFC 8693 §2.2.1: `N_A` is said of what is no access token of OAuth.
    return { access_token: key, issued_token_type: keyTokenType, token_type: 'N_A' }
  }
  const { access_token, expires_at } = await freshToken(call, provider, id)
  if (expires_at === undefined) throw notHandedOver('the tokens of this service never end')
  return {
    access_token,
    issued_token_type: accessTokenType,
    token_type: 'Bearer',
    expires_in: Math.max(1, Math.floor(expires_at / 1000) - call.app.now()),
  }
}

async function usable(call: Call, asker: Asker | undefined, id: string) {
  try {
    const use = await requireUse(call, asker, id)
    if (use.user.hand_over_at !== null) return use
  } catch (error) {
    if (error instanceof Problem && error.code === 'reconnect_required')
      throw new OAuthError('invalid_grant', error.message, error)
    if (!(error instanceof Problem)) throw error
  }
  throw new OAuthError('invalid_target', 'this program may not have the token of that connection')
}

type Held = { access_token: string; expires_at: number | undefined }

async function freshToken(call: Call, provider: OAuthProvider, id: string): Promise<Held> {
  const { app } = call
  try {
    const url = new URL(provider.definition.token_endpoint)
    const probe: Outgoing = { method: 'GET', url, headers: new Headers(), body: null }
    // Renews it where it is time to; nothing is sent to the API.
    await credentialOf(call, provider, id).apply(probe, { clock: () => app.now() * 1000, signal: undefined })
    const kept = await connectionStore(app, id).get(id)
    const { access_token, expires_at } = (kept?.data ?? {}) as Partial<Held> // sealed by us
    if (access_token === undefined) throw new Problem('reconnect_required')
    return { access_token, expires_at }
  } catch (error) {
    const problem = asProviderProblem(error, provider)
    if (problem instanceof Problem && problem.code === 'reconnect_required')
      throw new OAuthError('invalid_grant', problem.message, problem)
    throw problem
  }
}

const sameWords = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((word) => other.includes(word))

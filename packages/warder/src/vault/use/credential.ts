import {
  apiKey,
  basic,
  OutboundError,
  refreshToken,
  type Credential,
  type CredentialStore,
} from '@warder/outbound'
import { Problem } from '@warder/protocol'
import { FetchError } from '../../http/outbound/safe-fetch.ts'
import type { Call } from '../../http/router.ts'
import { connectionStore } from '../connection-store.ts'
import type { TypedDefinition } from '../providers/definition.ts'
import type { Provider } from '../providers/provider.ts'
import { sendFor } from '../send.ts'
import { reconnect } from './user.ts'

/**
 * What opens the service of a connection: its token, renewed when it is time to, or what its person typed in. Made for one use:
 * what it knows stands in the database alone, so what was stopped a moment ago is stopped.
 */
export function credentialOf(
  { app }: Pick<Call, 'app'>,
  provider: Provider,
  connection_id: string,
): Credential {
  const store = connectionStore(app, connection_id)
  if (provider.kind === 'typed') return typedCredential(provider.definition, store, connection_id)
  const { definition, client_id, auth } = provider
  return refreshToken({
    tokenEndpoint: definition.token_endpoint,
    clientId: client_id,
    auth,
    store,
    id: connection_id,
    quirks: definition.quirks,
    fetch: sendFor(app),
  })
}

function typedCredential(definition: TypedDefinition, store: CredentialStore, id: string): Credential {
  const part = (name: string) => async () => {
    const text = (await store.get(id))?.data[name]
    return typeof text === 'string' ? text : ''
  }
  if (definition.kind === 'basic') return basic({ username: part('username'), password: part('password') })
  const { in: place, name, prefix, other = '' } = definition
  const key = part('key')
  if (place === 'basic-username') return basic({ username: key, password: other })
  if (place === 'basic-password') return basic({ username: other, password: key })
  return apiKey({
    key,
    in: place,
    ...(name !== undefined && { name }),
    ...(prefix !== undefined && { prefix }),
  })
}

/** What went wrong on the way to a service, as a problem; anything else as it is. */
export function asProviderProblem(error: unknown, provider: Pick<Provider, 'title'>): unknown {
  if (error instanceof FetchError) return failed(provider, error.reason, error, true)
  if (!(error instanceof OutboundError)) return error
  const { code } = error
  if (code === 'REAUTH_REQUIRED' || code === 'INVALID_GRANT') return reconnect()
  if (code === 'ORIGIN_NOT_ALLOWED')
    return new Problem('forbidden', {
      detail: `The tokens of ${provider.title} do not go there.`,
      cause: error,
    })
  return failed(provider, code, error, error.retryable)
}

function failed(
  { title }: Pick<Provider, 'title'>,
  reason: string,
  cause: unknown,
  retryable: boolean,
): Problem {
  return new Problem('provider_failed', {
    detail: `${title} cannot be asked at this moment (${reason}).`,
    cause,
    ...(retryable && { headers: { 'retry-after': '5' } }),
  })
}

import {
  constantTimeEqual,
  OAuthError,
  parseClientAuthentication,
  type ClientAuthentication,
} from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import { recordOfAnybody } from '../audit/anybody.ts'
import { digest } from '../crypto/tokens.ts'
import { readForm } from '../http/body.ts'
import type { Call, Guard } from '../http/router.ts'
import { proveAccount } from '../service-accounts/use/prove.ts'
import type { Client } from './clients/client.ts'
import { findNamedClient } from './documents/find.ts'
import { hasSecret } from './clients/security.ts'
import { isAccountId } from './clients/service-account.ts'
import { hasCertificateOf } from './proofs/certificate.ts'
import { isAssertionOf } from './proofs/client-assertion.ts'
import { workloadToken } from './token/exchange/workload.ts'

/** The application that calls, and the form it sent. */
export type ClientCaller = { client: Client; form: URLSearchParams }

// Compared with when there is no client, or none with a secret, so that both cost what a wrong secret costs.
const nobodysHash = digest('nobody has this secret')

/**
 * The application that calls the token endpoint or one of its neighbours: by its secret, by a signature or a certificate, or by its
 * id alone when it was registered without any of these. Credentials in the query are never read (RFC 6749 §2.3.1).
 *
 * @throws OAuthError invalid_client, the same for an unknown client, a wrong secret and a wrong method
 */
export const client: Guard<ClientCaller> = async (call) => {
  const { request } = call
  const form = await readForm(request)
  const presented = parseClientAuthentication(request.headers.get('authorization'), form, isAccountId)
  if (isAccountId(presented.client_id))
    return { client: await account(call, byWorkload(presented, form)), form }
  const found = await findNamedClient(call, presented.client_id)

  const authentic = await mayAuthenticate(call, found, presented)
  if (found && authentic) return { client: found, form }

  // An unknown id is whatever somebody typed, so it is not written down.
  throw await refusal(call, found?.client_id, { method: presented.method })
}

/** A service account, by whatever it has to prove itself by. */
async function account(call: Call, presented: ClientAuthentication): Promise<Client> {
  const proven = await proveAccount(call, presented)
  if (proven.ok) return proven.client
  throw await refusal(call, proven.client_id, { method: presented.method, ...proven.detail })
}

/** RFC 8693 §2.1: of a program that has nothing but the token it exchanges, that token shows who it is. */
function byWorkload(presented: ClientAuthentication, form: URLSearchParams): ClientAuthentication {
  const token = presented.method === 'none' ? workloadToken(form) : undefined
  if (token === undefined) return presented
  return { method: 'private_key_jwt', client_id: presented.client_id, client_assertion: token }
}

/** Writes down who was not believed and why, for operators alone. */
export async function refusal(
  call: Call,
  client_id: string | undefined,
  detail: Record<string, string | number>,
): Promise<OAuthError> {
  await recordOfAnybody(call, {
    type: 'client.authentication',
    outcome: 'refused',
    ...(client_id !== undefined && { client_id }),
    detail,
  })
  return new OAuthError('invalid_client', 'client authentication failed')
}

/** Like `client`, for endpoints where an id alone proves too little: RFC 7662 §2.1. */
export const confidentialClient: Guard<ClientCaller> = (call: Call) =>
  after(client(call), (caller) => {
    if (caller.client.public)
      throw new OAuthError('invalid_client', 'this endpoint needs client authentication')
    return caller
  })

function mayAuthenticate(
  call: Call,
  client: Client | undefined,
  presented: ClientAuthentication,
): Maybe<boolean> {
  const hash = digest(presented.client_secret ?? '')
  const secretMatches = constantTimeEqual(hash, client?.client_secret_hash ?? nobodysHash)
  if (!client) return false
  const registered = client.token_endpoint_auth_method
  if (presented.method === 'private_key_jwt')
    return registered === presented.method && isAssertionOf(call, client, presented.client_assertion)
  // RFC 8705 §2: what proves who it is came with the connection.
  if (presented.method === 'none')
    return registered === 'none' ? client.client_secret_hash === null : hasCertificateOf(call, client)
  // Header or body carry the same secret, and client libraries differ in which they choose. Whoever registered
  // another way has given a secret no meaning, and a leaked one opens nothing.
  return hasSecret(registered) && secretMatches
}

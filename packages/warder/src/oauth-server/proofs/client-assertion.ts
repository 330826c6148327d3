import {
  checkClientAssertion,
  clientName,
  keyIdOf,
  OAuthError,
  type SigningAlgorithm,
} from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import { audiencesHere } from './audiences.ts'

/** FAPI 2.0 Security Profile §5.4.1. */
export const fapiAlgorithms: readonly SigningAlgorithm[] = ['PS256', 'ES256', 'EdDSA']

/**
 * Whether an assertion is the client's, for this server and new (RFC 7523 §3). Each is good for one use on whichever
 * instance.
 */
export async function isAssertionOf(
  call: Pick<Call, 'app' | 'tenant' | 'url'>,
  client: Client,
  assertion: string,
): Promise<boolean> {
  const { app, tenant } = call
  const name = clientName(tenant.issuer, client.client_id)
  const now = app.now()
  const fapi = client.profile !== undefined
  const alg = client.token_endpoint_auth_signing_alg
  const registered = alg && [alg]
  try {
    const { jti, exp } = checkClientAssertion(assertion, {
      client_id: client.client_id,
      keys: await app.oauth.client_keys.of(client, keyIdOf(assertion), now),
      audiences: audiencesHere(call, client),
      singleAudience: fapi,
      algorithms: registered ?? (fapi ? fapiAlgorithms : undefined),
      now,
    })
    return await app.replay.once(`assertion ${name} ${jti}`, exp, now)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    app.log.debug({ client_id: client.client_id, reason: String(error.cause) }, 'an assertion was refused')
    return false
  }
}

import { atHash, signJwt, type Seconds, type SigningKey } from '@warder/protocol'
import { acrOf } from '../../access/acr.ts'

export type IdTokenInput = {
  issuer: string
  client_id: string
  subject: string
  auth_time: Seconds
  amr: readonly string[]
  /** Of a client that has to do with its end. */
  session_id: string | undefined
  /** Only in the token of a code, never in one of a refresh (OIDC Core §12.2). */
  nonce?: string | undefined
  access_token: string
  /** About the person: what was asked for by name (OIDC Core §5.5), and what the embedding program adds. */
  claims?: Readonly<Record<string, unknown>> | undefined
}

/** OIDC Core §2 and §3.1.3.6. */
export function signIdToken(key: SigningKey, input: IdTokenInput, iat: Seconds, lifetime: Seconds): string {
  return signJwt(key, 'JWT', {
    ...input.claims,
    iss: input.issuer,
    sub: input.subject,
    aud: input.client_id,
    iat,
    exp: iat + lifetime,
    auth_time: input.auth_time,
    nonce: input.nonce,
    acr: acrOf(input.amr),
    amr: input.amr,
    sid: input.session_id,
    at_hash: atHash(key.alg, input.access_token),
  })
}

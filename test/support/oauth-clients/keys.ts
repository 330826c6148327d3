import { generateKeyPairSync, randomUUID } from 'node:crypto'
import {
  jwkThumbprint,
  publicJwk,
  signJwt,
  type Jwk,
  type SigningAlgorithm,
  type SigningKey,
} from '@warder/protocol'

/** A key that an application keeps, with its public half as it is registered. */
export type ClientKey = SigningKey & { jwk: Jwk; thumbprint: string }

const pairs = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}

export function clientKey(alg: SigningAlgorithm = 'ES256', kid = `key of ${alg}`): ClientKey {
  const { privateKey, publicKey } = pairs[alg]()
  const jwk = publicJwk({ kid, alg, publicKey })
  return { kid, alg, privateKey, jwk, thumbprint: jwkThumbprint(jwk) }
}

export const assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The form fields by which a client shows who it is (RFC 7523 §2.2). */
export function assertionOf(
  key: ClientKey,
  client_id: string,
  { aud, now }: { aud: unknown; now: number },
  change: Record<string, unknown> = {},
  typ = 'JWT',
): Record<string, string> {
  const claims = {
    iss: client_id,
    sub: client_id,
    aud,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...change,
  }
  return { client_assertion_type: assertion_type, client_assertion: signJwt(key, typ, claims) }
}

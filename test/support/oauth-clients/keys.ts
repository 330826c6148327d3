import { constants, createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
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

/** A DPoP proof for a request (RFC 9449 §4.2), by a change of its header or claims a wrong one. */
export function proofOf(
  key: ClientKey,
  request: { method: string; url: string; now: number; access_token?: string; nonce?: string },
  { claims = {}, header = {} }: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): string {
  const { kty, crv, x, y, n, e } = key.jwk
  const { access_token, nonce } = request
  const body = {
    jti: randomUUID(),
    htm: request.method,
    htu: request.url,
    iat: request.now,
    ...(nonce !== undefined && { nonce }),
    ...(access_token !== undefined && { ath: createHash('sha256').update(access_token).digest('base64url') }),
    ...claims,
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head: Record<string, unknown> = {
    typ: 'dpop+jwt',
    alg: key.alg,
    jwk: { kty, crv, x, y, n, e },
    ...header,
  }
  const input = `${part(head)}.${part(body)}`
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const how = head['alg'] === 'PS256' ? pss : { dsaEncoding: 'ieee-p1363' as const }
  return `${input}.${sign('sha256', Buffer.from(input), { key: key.privateKey, ...how }).toString('base64url')}`
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

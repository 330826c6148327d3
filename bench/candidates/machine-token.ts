import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { askOnce } from '../load/ask.ts'
import type { Exchange } from '../load/exchange.ts'

export type Algorithm = 'ES256' | 'RS256'

type Key = JsonWebKey & { kid?: string }

/** RFC 6749 §4.4.2 with HTTP Basic (§2.3.1): the request every candidate gets. */
export function tokenRequest(path: string, client: { client_id: string; client_secret: string }): Exchange {
  const halves = [client.client_id, client.client_secret].map(encodeURIComponent)
  return {
    method: 'POST',
    path,
    headers: {
      Authorization: `Basic ${Buffer.from(halves.join(':')).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials&scope=read',
    expected: { status: 200, contains: ['"access_token":"ey', '"token_type":"Bearer"'] },
  }
}

/** RFC 7662 §2.1 by the client of `asked`, about the token that it got. */
export function introspectionRequest(path: string, asked: Exchange, got: string): Exchange {
  const { access_token } = JSON.parse(got) as { access_token: string }
  return {
    ...asked,
    path,
    body: `token=${encodeURIComponent(access_token)}`,
    expected: { status: 200, contains: ['"active":true', '"scope":"read"'] },
  }
}

/**
 * Before the measuring: is it the token that the row promises? Two requests must give two different tokens, each signed
 * with the algorithm by a key of the server's key set, which `jwks` asks for.
 */
export async function checkAccessToken(
  port: number,
  exchange: Exchange,
  jwks: Exchange,
  algorithm: Algorithm,
) {
  const ids = new Set<unknown>()
  for (let i = 0; i < 2; i++) {
    const { access_token } = JSON.parse(await askOnce(port, exchange)) as { access_token: string }
    const { keys } = JSON.parse(await askOnce(port, jwks)) as { keys: Key[] }
    ids.add(verified(access_token, keys, algorithm)['jti'])
  }
  if (ids.size !== 2) throw new Error('the same token came twice: the row would measure a cache')
}

function verified(token: string, keys: readonly Key[], algorithm: Algorithm): Record<string, unknown> {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const { alg, kid } = decoded(head)
  const key = keys.find((one) => one.kid === kid)
  if (alg !== algorithm || !key) throw new Error(`a token of ${String(alg)} in place of ${algorithm}`)

  const publicKey = createPublicKey({ key, format: 'jwk' })
  const signed = Buffer.from(`${head}.${payload}`)
  const good = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!good) throw new Error('a token with a wrong signature')
  return decoded(payload)
}

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
}

/** The same request, where the answer is a token that says nothing. */
export function opaqueRequest(signed: Exchange): Exchange {
  return { ...signed, expected: { status: 200, contains: ['"access_token":"', '"token_type":"Bearer"'] } }
}

/** Before the measuring: two requests must give two different tokens, neither of them a JWT. */
export async function checkOpaqueToken(port: number, exchange: Exchange) {
  const tokens = new Set<string>()
  for (let i = 0; i < 2; i++) {
    const { access_token } = JSON.parse(await askOnce(port, exchange)) as { access_token: string }
    if (access_token.includes('.')) throw new Error('a token that can be read, in place of an opaque one')
    tokens.add(access_token)
  }
  if (tokens.size !== 2) throw new Error('the same token came twice: the row would measure a cache')
}

/** A public document that holds `piece`. */
export function document(path: string, piece: string): Exchange {
  return { method: 'GET', path, headers: {}, expected: { status: 200, contains: [piece] } }
}

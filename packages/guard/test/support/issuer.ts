import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'

/** A key pair of the issuer, with what its JWK says. */
export type IssuerKey = { kid: string; alg: string; privateKey: KeyObject; jwk: Record<string, unknown> }

export const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

export function makeKey(kid: string, alg: 'ES256' | 'RS256' = 'ES256'): IssuerKey {
  const pair =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return {
    kid,
    alg,
    privateKey: createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })),
    jwk,
  }
}

/** Signs any header and payload, sound or not, with nothing of ours in between. */
export function signToken(key: IssuerKey, header: Record<string, unknown>, payload: string): string {
  const input = `${base64url(header)}.${base64url(payload)}`
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/** An issuer that listens on a free loopback port. A test changes its fields to change what it answers. */
export async function startIssuer(keys: IssuerKey[] = [makeKey('k1')]) {
  const fetched: string[] = []
  const server = createServer((request, response) => {
    fetched.push(request.url ?? '')
    if (issuer.intercept?.(request.url ?? '', response)) return
    const body = issuer.documents()[request.url ?? '']
    if (body === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': issuer.cacheControl })
    response.end(JSON.stringify(body))
  })
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  const issuer = {
    url,
    keys,
    fetched,
    cacheControl: 'public, max-age=300',
    intercept: undefined as ((path: string, response: ServerResponse) => boolean) | undefined,
    documents: (): Record<string, unknown> => ({
      '/.well-known/oauth-authorization-server': { issuer: url, jwks_uri: `${url}/jwks` },
      '/jwks': { keys: issuer.keys.map((key) => key.jwk) },
    }),
    jwksFetches: () => fetched.filter((path) => path === '/jwks').length,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
    startAgain: () => listen(port),
  }
  return issuer
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>

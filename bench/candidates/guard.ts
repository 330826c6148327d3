import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Candidate, Place } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'
import type { Exchange } from '../load/exchange.ts'
import type { Algorithm } from './machine-token.ts'

const audience = 'https://api.example'

/** Makes a key pair, puts its public half where the server looks for it, and asks with a token for an hour. */
async function withToken({ data, port }: Place, algorithm: Algorithm): Promise<Exchange> {
  const { publicKey, privateKey } = keyPair(algorithm)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: algorithm, use: 'sig' }
  writeFileSync(join(data, 'jwks.json'), JSON.stringify({ keys: [jwk] }))
  writeFileSync(join(data, 'public.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
  return {
    method: 'GET',
    path: '/me',
    headers: { Authorization: `Bearer ${token(privateKey, algorithm, `http://127.0.0.1:${port}`)}` },
    expected: { status: 200, contains: ['"subject":"usr_ada"', '"read"'] },
  }
}

function keyPair(algorithm: Algorithm) {
  return algorithm === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function token(key: KeyObject, alg: Algorithm, iss: string): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss, aud: audience, sub: 'usr_ada', client_id: 'cli_app', scope: 'read', jti: 'jti_1' }
  const payload = { ...claims, iat: now, exp: now + 3600 }
  const input = [{ alg, typ: 'at+jwt', kid: 'k1' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/** `@warder/guard` before a bare `node:http` server. Where it remembers nothing, each token is one it sees for the first time. */
export const guardJwt = (algorithm: Algorithm, remember: number): Candidate => ({
  name: `Warder's guard, ${algorithm}`,
  command: ({ data }) => ({
    args: ['--conditions=warder-src', peer('guard')],
    env: { DATA: data, REMEMBER: String(remember) },
  }),
  readyPath: '/health',
  prepare: (place) => withToken(place, algorithm),
})

/** The request that FastAPI gets, whose peer reads the same key. */
export const jwtForFastapi = (place: Place): Promise<Exchange> => withToken(place, 'RS256')

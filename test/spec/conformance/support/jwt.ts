import { constants, sign } from 'node:crypto'
import type { ClientKey } from '../../../support/oauth-clients/keys.ts'

type Header = Record<string, unknown>

/** The header of a JWT, read without checking it. */
export function headerOf(token: string): { alg: string; kid?: string; typ?: string } {
  const [header = ''] = token.split('.')
  return JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    alg: string
    kid?: string
    typ?: string
  }
}

/** What a JWT says, read without checking it. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT whose header says what a test wants it to say, signed as it says; a member that is undefined is left out. */
export function jwtOf(key: ClientKey, claims: object, header: Header = {}): string {
  const head: Header = { alg: key.alg, kid: key.kid, typ: 'JWT', ...header }
  const input = `${part(head)}.${part(claims)}`
  return `${input}.${signature(key, String(head['alg']), input)}`
}

function signature({ privateKey }: ClientKey, alg: string, input: string): string {
  if (alg === 'none') return ''
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const how = alg === 'PS256' ? pss : { dsaEncoding: 'ieee-p1363' as const }
  const digest = alg === 'EdDSA' ? null : 'sha256'
  return sign(digest, Buffer.from(input), { key: privateKey, ...how }).toString('base64url')
}

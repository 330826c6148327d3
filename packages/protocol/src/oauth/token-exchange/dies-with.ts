import { hash } from 'node:crypto'

/** By what a token can be revoked: each is a kind of the revocation feed. */
export type Mortality = {
  jti?: string | undefined
  sid?: string | undefined
  sub?: string | undefined
  client?: string | undefined
  key?: string | undefined
}

const kinds = ['jti', 'sid', 'sub', 'client', 'key'] as const
const name = /^(?:jti|sid|sub|client|key) [A-Za-z0-9_-]{43}$/

/** More than this come of no exchange: what stands after them would count for nothing. */
const most = 64

/** The names of a token in the revocation feed, as digests: a token that goes to somebody else must not tell them. */
export function deathNames(token: Mortality): string[] {
  return kinds.flatMap((kind) => {
    const value = token[kind]
    return value === undefined ? [] : [`${kind} ${hash('sha256', value, 'base64url')}`]
  })
}

/**
 * What else ends a token: `dies_with` is a claim of ours, and names what it was exchanged for, and what that was. So it dies
 * with them wherever the feed is followed, without anybody having to know it.
 */
export function diesWith(claims: Readonly<Record<string, unknown>>): string[] {
  const named = claims['dies_with']
  if (!Array.isArray(named)) return []
  return named.slice(0, most).filter((one): one is string => typeof one === 'string' && name.test(one))
}

import { hash } from 'node:crypto'
import { OAuthError } from '../errors.ts'

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

const most = 64

/**
 * The same without doubles, for the claim `dies_with`. Only so many are read again, so a token that comes of more exchanges is
 * refused: one that is exchanged for itself over and over would otherwise outlive what it began with.
 *
 * @throws OAuthError invalid_request
 */
export function deathsOf(names: readonly string[]): string[] {
  const once = [...new Set(names)]
  if (once.length > most)
    throw new OAuthError('invalid_request', 'this token was exchanged too often already')
  return once
}

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

import { hash } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import type { Caller } from './caller.ts'
import type { KeySet } from './issuer/key-source.ts'

export type RememberedTokens = {
  find: (digest: string, keys: KeySet, now: Seconds) => Caller | undefined
  add: (digest: string, keys: KeySet, caller: Caller) => void
}

/** What a token is remembered by: nothing that could be used if it leaked. */
export const digestOf = (token: string): string => hash('sha256', token, 'base64url')

/**
 * Tokens whose signature has been verified, by digest. Only a verified token gets in, so nobody can fill
 * it with inventions. The expiry counts at each hit, and so do the keys: a token verified with keys that
 * have since been replaced is verified anew.
 */
export function rememberTokens(most: number, leeway: Seconds): RememberedTokens {
  const remembered = new Map<string, { caller: Caller; keys: KeySet }>()

  return {
    find(digest, keys, now) {
      const found = remembered.get(digest)
      if (!found) return undefined
      if (found.keys === keys && now < found.caller.expires_at + leeway) return found.caller
      remembered.delete(digest)
      return undefined
    },
    add(digest, keys, caller) {
      if (most === 0) return
      remembered.set(digest, { caller, keys })
      if (remembered.size <= most) return
      // A Map keeps the order of insertion: the first key is the oldest.
      const [oldest] = remembered.keys()
      if (oldest !== undefined) remembered.delete(oldest)
    },
  }
}

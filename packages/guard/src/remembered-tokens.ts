import { hash } from 'node:crypto'
import type { Caller } from './caller.ts'
import type { KeySet } from './issuer/key-source.ts'

export type RememberedTokens = {
  find(token: string, keys: KeySet, now: number): Caller | undefined
  add(token: string, keys: KeySet, caller: Caller): void
}

/**
 * Tokens whose signature has been verified, by digest. Only a verified token gets in, so nobody can fill
 * it with inventions. The expiry counts at each hit, and so do the keys: a token verified with keys that
 * have since been replaced is verified anew.
 */
export function rememberTokens(most: number, leeway: number): RememberedTokens {
  const remembered = new Map<string, { caller: Caller; keys: KeySet }>()

  return {
    find(token, keys, now) {
      const id = hash('sha256', token, 'base64url')
      const found = remembered.get(id)
      if (!found) return undefined
      if (found.keys === keys && now < found.caller.expires_at + leeway) return found.caller
      remembered.delete(id)
      return undefined
    },
    add(token, keys, caller) {
      if (most === 0) return
      remembered.set(hash('sha256', token, 'base64url'), { caller, keys })
      if (remembered.size <= most) return
      // A Map keeps the order of insertion: the first key is the oldest.
      const [oldest] = remembered.keys()
      if (oldest !== undefined) remembered.delete(oldest)
    },
  }
}

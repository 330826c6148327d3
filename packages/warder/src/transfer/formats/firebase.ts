import * as z from 'zod'
import { check } from '../../http/body.ts'
import type { Incoming } from '../person.ts'
import { claimsOf, milliseconds, some, yes } from './elsewhere.ts'

/** How a project hashes passwords, as its console shows it. The signer key is a secret. */
export type FirebaseHash = { signer_key: string; salt_separator: string; rounds: number; mem_cost: number }

/** A person of `firebase auth:export --format=json`. */
const exported = z.object({
  localId: some,
  email: z.string().max(320),
  emailVerified: yes,
  displayName: some,
  photoUrl: some,
  createdAt: milliseconds,
  disabled: yes,
  passwordHash: some,
  salt: some,
})

/** @throws Problem `invalid_input` */
export function fromFirebase(hash: FirebaseHash | undefined): (value: unknown) => Incoming {
  return (value) => {
    const found = check(exported, value)
    return {
      key: found.localId,
      email: found.email,
      email_verified: found.emailVerified,
      full_name: found.displayName,
      claims: claimsOf({ picture: found.photoUrl }),
      password_hash: found.passwordHash && hash && hashOf(hash, found.salt ?? '', found.passwordHash),
      disabled: found.disabled,
      created_at: found.createdAt,
    }
  }
}

function hashOf(hash: FirebaseHash, salt: string, value: string): string {
  const { signer_key, salt_separator, rounds, mem_cost } = hash
  const [key, salted, hashed] = [signer_key, salt, value].map(usual)
  return `$firebase-scrypt$ln=${mem_cost},r=${rounds},sep=${usual(salt_separator)},key=${key}$${salted}$${hashed}`
}

/** Exports have the alphabet for URLs, the console the usual one. */
const usual = (base64: string) => base64.replaceAll('-', '+').replaceAll('_', '/')

/**
 * The parameters as the console shows them, `hash_config { base64_signer_key: …, rounds: 8, … }`, or as JSON.
 * Undefined where one of them is missing.
 */
export function readHashConfig(text: string): FirebaseHash | undefined {
  const value = (name: string) => new RegExp(`"?${name}"?\\s*:\\s*"?([A-Za-z0-9+/_=-]+)`).exec(text)?.[1]
  const [signer_key, salt_separator] = [value('base64_signer_key'), value('base64_salt_separator')]
  const [rounds, mem_cost] = [Number(value('rounds')), Number(value('mem_cost'))]
  if (signer_key === undefined || salt_separator === undefined || !(rounds > 0) || !(mem_cost > 0))
    return undefined
  return { signer_key, salt_separator, rounds, mem_cost }
}

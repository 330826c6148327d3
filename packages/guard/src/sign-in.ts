import type { Seconds } from '@warder/protocol'
import type { Caller } from './caller.ts'

/** What an API asks of how the person signed in that a token speaks for. */
export type SignInDemand = {
  /** Any of these will do as the `acr` of the token. */
  acr_values?: readonly string[]
  /** How many seconds ago they may have signed in. */
  max_age?: Seconds
}

/**
 * Whether a demand asks for something, in words that a challenge can carry.
 *
 * @throws Error that says what is wrong with it
 */
export function checkDemand({ acr_values, max_age }: SignInDemand): void {
  if (acr_values === undefined && max_age === undefined)
    throw new Error('Name acr_values or max_age: a check that asks for nothing lets everybody in.')
  if (
    acr_values &&
    (acr_values.length === 0 || !acr_values.every((one) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(one)))
  )
    throw new Error('acr_values are words without spaces, one at least.')
  if (max_age !== undefined && !(Number.isSafeInteger(max_age) && max_age >= 0))
    throw new Error('max_age is a number of whole seconds.')
}

/**
 * Whether a caller signed in so surely and so lately. Whatever the credential does not say was not so: a program, and a key,
 * never signed in.
 *
 * @param leeway by how much clocks may differ
 */
export function meetsDemand(
  { claims, auth_time }: Caller,
  { acr_values, max_age }: SignInDemand,
  now: Seconds,
  leeway: Seconds,
): boolean {
  const { acr } = claims
  if (acr_values && !(typeof acr === 'string' && acr_values.includes(acr))) return false
  return max_age === undefined || (auth_time !== undefined && now - auth_time <= max_age + leeway)
}

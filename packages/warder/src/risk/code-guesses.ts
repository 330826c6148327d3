import type { App } from '../app.ts'
import { tooManyRequests } from '../http/limit.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { day, hour } from '../time.ts'

/**
 * Codes are six digits, and whoever has the password may ask for them. So they are counted for the person over all
 * of their sign-ins, apart from guesses at the password: how many are mailed, and how many wrong ones are looked at.
 */
const challenges = { most: 10, window: hour }
const guesses = { most: 20, window: hour }

const challengeKey = (user_id: string) => `mfa-challenge:${user_id}`
const guessKey = (user_id: string) => `mfa-guess:${user_id}`

type Count = { most: number; window: number }

/** Undefined, or what to answer when it is one too many. */
type Refusal = ReturnType<typeof tooManyRequests> | undefined

/** One more code for this person. */
export async function countChallenge(tx: Db, { now }: Pick<App, 'now'>, user_id: string): Promise<Refusal> {
  return count(tx, challengeKey(user_id), challenges, now())
}

/** One more look at a code of this person, counted before it is looked at. */
export async function countCodeGuess(db: Db, { now }: Pick<App, 'now'>, user_id: string): Promise<Refusal> {
  return count(db, guessKey(user_id), guesses, now())
}

async function count(db: Db, key: string, { most, window }: Count, now: number): Promise<Refusal> {
  const taken = await counters.tryIncrement(db, key, most, now + window, now)
  return taken.ok ? undefined : tooManyRequests('codes', most, window, taken.expires_at - now)
}

/** Nobody looked at that one: there was no such sign-in any more. */
export async function giveBackCodeGuess(db: Db, user_id: string): Promise<void> {
  await counters.giveBack(db, guessKey(user_id))
}

/**
 * A code by itself signs in, and whoever knows the address may ask for it: so the guesses at an address are few, over all
 * codes that were sent there. A browser that its person used before has guesses of its own, which nobody elsewhere can use up.
 */
const firstGuesses: readonly Count[] = [
  { most: 10, window: hour },
  { most: 30, window: day },
  // In a row, since a right one starts anew: NIST SP 800-63B-4 §3.2.2 allows a hundred.
  { most: 80, window: 30 * day },
]

const firstKey = (door: string, { window }: Count) => `otp-guess:${window}:${door}`

/** One more look at a code that signs in by itself, counted before it is looked at. @param door a digest of whose guess it is */
export async function countFirstGuess(db: Db, { now }: Pick<App, 'now'>, door: string): Promise<Refusal> {
  for (const limit of firstGuesses) {
    const refused = await count(db, firstKey(door, limit), limit, now())
    if (refused) return refused
  }
  return undefined
}

/** Nobody looked at that one. */
export async function giveBackFirstGuess(db: Db, door: string): Promise<void> {
  for (const limit of firstGuesses) await counters.giveBack(db, firstKey(door, limit))
}

/** A right code starts the count anew. */
export async function forgetFirstGuesses(db: Db, door: string): Promise<void> {
  for (const limit of firstGuesses) await counters.reset(db, firstKey(door, limit))
}

/** A right code, or a new password, starts both counts again. */
export async function forgetCodeGuesses(tx: Db, user_id: string): Promise<void> {
  await counters.reset(tx, challengeKey(user_id))
  await counters.reset(tx, guessKey(user_id))
}

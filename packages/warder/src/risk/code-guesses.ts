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

/**
 * Whose guess it is at a second factor: of somebody who came with the password and nothing else, or of a browser that the person
 * signed in with before. That one has guesses of its own, so that whoever knows the password cannot use them up.
 */
export type CodeDoor = { user_id: string; browser?: string | undefined }

const ofStrangers: readonly Count[] = [
  { most: 20, window: hour },
  { most: 40, window: day },
  { most: 80, window: 30 * day },
]
const ofDevice: readonly Count[] = [
  { most: 20, window: hour },
  { most: 20, window: 30 * day },
]
/** NIST SP 800-63B-4 §3.2.2: no more than a hundred in a row at one account. Strangers leave some for the person's own browsers. */
const inAll: Count = { most: 100, window: 30 * day }

const challengeKey = (user_id: string) => `mfa-challenge:${user_id}`
const guessKeys = (user_id: string) => `mfa-guess:${user_id}:`
const guessKey = ({ user_id, browser = '' }: CodeDoor, { window }: Count) =>
  `${guessKeys(user_id)}${window}:${browser}`
const totalKey = (user_id: string) => `${guessKeys(user_id)}all`

type Count = { most: number; window: number }

/** Undefined, or what to answer when it is one too many. */
type Refusal = ReturnType<typeof tooManyRequests> | undefined

/** One more code for this person. */
export async function countChallenge(tx: Db, { now }: Pick<App, 'now'>, user_id: string): Promise<Refusal> {
  return count(tx, challengeKey(user_id), challenges, now())
}

/** The counts of a guess, the shortest first. What nobody finds by guessing, a passkey or a recovery code, is counted by the hour alone. */
function countsOf(door: CodeDoor, guessable: boolean): [key: string, limit: Count][] {
  const limits = door.browser === undefined ? ofStrangers : ofDevice
  const own = limits.map((limit): [string, Count] => [guessKey(door, limit), limit])
  return guessable ? [...own, [totalKey(door.user_id), inAll]] : own.slice(0, 1)
}

/** One more look at a second factor, counted before it is looked at. */
export async function countCodeGuess(
  db: Db,
  { now }: Pick<App, 'now'>,
  door: CodeDoor,
  guessable: boolean,
): Promise<Refusal> {
  for (const [key, limit] of countsOf(door, guessable)) {
    const refused = await count(db, key, limit, now())
    if (refused) return refused
  }
  return undefined
}

async function count(db: Db, key: string, { most, window }: Count, now: number): Promise<Refusal> {
  const taken = await counters.tryIncrement(db, key, most, now + window, now)
  return taken.ok ? undefined : tooManyRequests('codes', most, window, taken.expires_at - now)
}

/** Nobody looked at that one: there was no such sign-in any more. */
export async function giveBackCodeGuess(db: Db, door: CodeDoor, guessable: boolean): Promise<void> {
  for (const [key] of countsOf(door, guessable)) await counters.giveBack(db, key)
}

/** A right one ends the row of wrong ones, and what was counted at its door. */
export async function noteRightCode(db: Db, door: CodeDoor): Promise<void> {
  const { user_id } = door
  const row = ofStrangers.at(-1)
  const keys = [...countsOf(door, true).map(([key]) => key), challengeKey(user_id)]
  for (const key of row ? [...keys, guessKey({ user_id }, row)] : keys) await counters.reset(db, key)
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

/** In a row over all addresses and numbers of a person, and by strangers, who leave some for the person's own browsers. */
const firstInAll = { anybody: { most: 100, window: 30 * day }, strangers: { most: 80, window: 30 * day } }

/**
 * One more look of all at one account, wherever its codes go: a person with ten addresses is not to be guessed at ten times as often.
 * False once there have been enough. That shows in no answer, or two addresses would tell that they are of one person.
 *
 * @param whose the person; of an address that is nobody's, the door
 */
export async function mayLookAtFirst(
  db: Db,
  { now }: Pick<App, 'now'>,
  whose: string,
  by: keyof typeof firstInAll,
): Promise<boolean> {
  return (await count(db, firstTotalKey(whose), firstInAll[by], now())) === undefined
}

const firstTotalKey = (whose: string) => `${guessKeys(whose)}first`

/** Nobody looked at that one. */
export async function giveBackFirstGuess(db: Db, door: string): Promise<void> {
  for (const limit of firstGuesses) await counters.giveBack(db, firstKey(door, limit))
}

/** A right code starts the count anew, at its door and of its person. */
export async function forgetFirstGuesses(db: Db, door: string, user_id: string): Promise<void> {
  for (const limit of firstGuesses) await counters.reset(db, firstKey(door, limit))
  await counters.reset(db, firstTotalKey(user_id))
}

/** A new password starts both counts of a person again, by whichever door. */
export async function forgetCodeGuesses(tx: Db, user_id: string): Promise<void> {
  await counters.reset(tx, challengeKey(user_id))
  await counters.resetAll(tx, guessKeys(user_id))
}

import { tooManyRequests } from '../../http/limit.ts'
import * as guesses from '../../store/operations/guesses.ts'
import type { Db } from '../../store/open.ts'
import { minute, type Clock } from '../../time.ts'
import { free, type Door } from './doors.ts'

/**
 * Looks at a guess. `open` is false when no guess at this account may be right any more: then the work is done all the
 * same, against nothing, since the answer must not tell.
 */
type Look = (open: boolean) => Promise<boolean>

/** `spent`: the door has had all its guesses and this one was not looked at. `failures` are those in a row by this door. */
export type Guessed = { kind: 'right' } | { kind: 'wrong'; failures: number } | { kind: 'spent' }

/** One guess at a password, counted at its door. @throws Problem `too_many_requests` while the door waits */
export type Guess = (door: Door, look: Look) => Promise<Guessed>

/**
 * Guesses at passwords. Each is counted before it is looked at, whether or not there is such an account, so that
 * of any number at once no more than the free ones are evaluated. A right one starts the count again.
 *
 * A person's programs may all sign in at the same moment: whoever has to wait while others are still being looked at
 * waits for them, since one may turn out right.
 */
export function createGuesses(db: Db, now: Clock): Guess {
  const looking = new Map<string, Set<Promise<boolean>>>()

  /** The number of this guess in its row, or undefined when the door is spent. */
  async function count({ own }: Door): Promise<number | undefined> {
    for (;;) {
      const at = now()
      const taken = await guesses.take(db, own, at)
      if (taken.ok) return taken.failures
      if (taken.spent) return undefined
      const others = looking.get(own.key)
      if (!others?.size) throw tooManyRequests('account', free, 15 * minute, taken.ready_at - at)
      await firstRight(others)
    }
  }

  async function judge({ own, total }: Door, look: Look): Promise<boolean> {
    const counted = [own.key]
    try {
      const { ok: open } = await guesses.take(db, total, now())
      if (open) counted.push(total.key)
      const right = (await look(open)) && open
      if (right) await guesses.clear(db, own.key, total.key)
      return right
    } catch (error) {
      // Nobody looked at this one: the queue was full, or the store away.
      await guesses.giveBack(db, counted, now())
      throw error
    }
  }

  return async (door, look) => {
    const failures = await count(door)
    if (failures === undefined) return { kind: 'spent' }
    const { key } = door.own
    const others = looking.get(key) ?? new Set()
    looking.set(key, others)
    const judged = judge(door, look)
    const settled = judged.catch(() => false)
    others.add(settled)
    try {
      return (await judged) ? { kind: 'right' } : { kind: 'wrong', failures }
    } finally {
      others.delete(settled)
      if (others.size === 0) looking.delete(key)
    }
  }
}

/** Resolves once one of them is right, or all have been looked at. */
function firstRight(others: ReadonlySet<Promise<boolean>>): Promise<unknown> {
  const wins = [...others].map((other) => other.then((right) => right || Promise.reject(new Error('wrong'))))
  return Promise.any(wins).catch(() => undefined)
}

/** What a person proves in another way, such as a mail link, starts every count again. */
export async function forgetGuesses(tx: Db, user_id: string): Promise<void> {
  await guesses.clearAllOf(tx, user_id)
}

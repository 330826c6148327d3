import type { Seconds } from '@warder/protocol'
import { tooManyRequests } from '../http/limit.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { minute, type Clock } from '../time.ts'

const limit = 10
const window: Seconds = 15 * minute

/** Looks at one guess, counted against an account. @throws Problem `too_many_requests` */
export type Guess = (
  directory_id: string,
  email_key: string,
  look: () => Promise<boolean>,
) => Promise<boolean>

/**
 * Guesses at passwords. Each is counted before it is looked at, whether or not there is such an account, so that
 * of any number at once no more than the limit are evaluated. A right one starts the count again.
 *
 * A person's programs may all sign in at the same moment: whoever finds the count full while others are still
 * being looked at waits for one of them, since it may turn out right.
 */
export function createGuesses(db: Db, now: Clock): Guess {
  const looking = new Map<string, Set<Promise<unknown>>>()

  async function count(key: string): Promise<void> {
    for (;;) {
      const at = now()
      const taken = await counters.tryIncrement(db, key, limit, at + window, at)
      if (taken.ok) return
      const others = looking.get(key)
      if (!others?.size) throw tooManyRequests('account', limit, window, taken.expires_at - at)
      await Promise.race(others)
    }
  }

  async function judge(key: string, look: () => Promise<boolean>): Promise<boolean> {
    try {
      const right = await look()
      if (right) await counters.reset(db, key)
      return right
    } catch (error) {
      // Nobody looked at this one: the queue was full, or the store away.
      await counters.giveBack(db, key)
      throw error
    }
  }

  return async (directory_id, email_key, look) => {
    const key = `guess:${directory_id}:${email_key}`
    await count(key)
    const others = looking.get(key) ?? new Set()
    looking.set(key, others)
    const judged = judge(key, look)
    const settled = judged.catch(() => undefined)
    others.add(settled)
    try {
      return await judged
    } finally {
      others.delete(settled)
      if (others.size === 0) looking.delete(key)
    }
  }
}

/** What a person proves in another way, such as a mail link, starts the count again too. */
export async function forgetGuesses(tx: Db, directory_id: string, email_key: string): Promise<void> {
  await counters.reset(tx, `guess:${directory_id}:${email_key}`)
}

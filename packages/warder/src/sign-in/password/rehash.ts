import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as credentials from '../../store/people/credentials.ts'
import { proved, type Delivery, type Outcome, type Proof } from '../proved.ts'

/** A right password, and the hash it was right for. */
export type RightPassword = { user_id: string; hash: string; password: string }

/** The proof that a password is: it counts while that very hash is the person's. */
export function byPassword(user_id: string, hash: string): Proof {
  return { user_id, amr: ['pwd'], credential: { method: 'password', data: hash } }
}

/**
 * Goes on with a right password. Once the session is open a hash of another system, or one that was made with less
 * work than is asked for now, gives way to a better one: at no other moment is the password there to make it.
 * @throws what `proved` throws
 */
export async function provedByPassword(
  call: Call,
  right: RightPassword,
  delivery: Delivery,
): Promise<Outcome> {
  const { user_id, hash } = right
  const outcome = await proved(call, byPassword(user_id, hash), delivery).catch(async (error: unknown) => {
    const better = await improvedMeanwhile(call, right)
    if (better === undefined) throw error
    return proved(call, byPassword(user_id, better), delivery)
  })
  if (outcome.kind === 'signed-in') await improve(call, right)
  return outcome
}

/** Of two sign-ins at once one makes the better hash; the other's password is right for that one too. */
async function improvedMeanwhile(
  { app }: Call,
  { user_id, hash, password }: RightPassword,
): Promise<string | undefined> {
  if (!app.passwords.isOutdated(hash)) return undefined
  const stored = await credentials.findByUser(app.db, user_id, 'password')
  if (!stored || stored.data === hash || app.passwords.isOutdated(stored.data)) return undefined
  return (await app.passwords.verify(password, stored.data)) ? stored.data : undefined
}

/** The person is in already: whatever fails here is tried again at the next sign-in. */
async function improve(call: Call, { user_id, hash, password }: RightPassword): Promise<void> {
  const { app } = call
  try {
    const better = await app.passwords.improve(password, hash)
    if (better === undefined) return
    await app.db.transaction().execute(async (tx) => {
      if (!(await credentials.exchange(tx, user_id, 'password', hash, better))) return
      await record(tx, call, { type: 'password.rehashed', outcome: 'succeeded', subject: user_id })
    })
  } catch (error) {
    app.log.warn({ error }, 'a better hash of a password could not be made')
  }
}

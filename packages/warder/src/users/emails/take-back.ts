import type { Seconds } from '@warder/protocol'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'

/**
 * Makes a replaced address the main one again, and removes those that came after it: they may be somebody else's
 * (ATTACKS PW-28). Returns what it removed, or undefined when the address is no longer the person's.
 */
export async function takeBack(
  tx: Db,
  replaced: emails.UserEmail,
  now: Seconds,
): Promise<emails.UserEmail[] | undefined> {
  if (!(await emails.makePrimary(tx, replaced.user_id, replaced.id))) return undefined
  const removed = await emails.removeOthers(tx, replaced, now)
  await emails.release(tx, replaced.id)
  return removed
}

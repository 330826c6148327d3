import type { App } from '../app.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { minute } from '../time.ts'

const most = 3
const window = 15 * minute

/**
 * Whether one more message that somebody asked for may go to an address: whoever types a stranger's address
 * again and again must not fill the stranger's mailbox (ML-07). The answer to the caller is the same either way.
 */
export async function mayMail(
  tx: Db,
  app: Pick<App, 'now'>,
  directory_id: string,
  email_key: string,
): Promise<boolean> {
  const now = app.now()
  const taken = await counters.tryIncrement(tx, `mail:${directory_id}:${email_key}`, most, now + window, now)
  return taken.ok
}

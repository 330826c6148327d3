import type { App } from '../app.ts'
import { digest } from '../crypto/tokens.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { minute } from '../time.ts'

const most = 3
const window = 15 * minute

/** What messages are asked for. Each is counted apart, or whoever asks for one would keep another from its reader. */
const wishes = ['register', 'recover', 'add', 'link', 'code', 'copied'] as const
type Wish = (typeof wishes)[number]

/**
 * Whether one more message that somebody asked for may go to an address: whoever types a stranger's address
 * again and again must not fill the stranger's mailbox (ML-07). The answer to the caller is the same either way.
 *
 * @param own it is asked for in a browser that the reader signed in with before: what strangers use up is not theirs
 */
export async function mayMail(
  tx: Db,
  app: Pick<App, 'now'>,
  wish: Wish,
  directory_id: string,
  email_key: string,
  own = false,
): Promise<boolean> {
  const now = app.now()
  const key = keyOf(wish, directory_id, email_key, own)
  return (await counters.tryIncrement(tx, key, most, now + window, now)).ok
}

// A digest, because it outlives whoever asked for mail to somebody else's address.
const keyOf = (wish: Wish, directory_id: string, email_key: string, own: boolean): string =>
  `mail-${wish}:${digest(`${directory_id} ${email_key}`)}${own ? ':own' : ''}`

/** Of somebody who is gone nothing is counted. */
export async function forgetMailed(tx: Db, directory_id: string, email_key: string): Promise<void> {
  for (const wish of wishes)
    for (const own of [false, true]) await counters.reset(tx, keyOf(wish, directory_id, email_key, own))
}

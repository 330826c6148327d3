import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { forgetCodeGuesses } from '../../risk/code-guesses.ts'
import { forgetGuesses } from '../../risk/guesses/guesses.ts'
import { endAllOf } from '../../sessions/end.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as devices from '../../store/people/devices.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../alerts/link.ts'
import { insertPassword } from '../create.ts'
import type { Operator } from '../manage.ts'

/**
 * Gives a person a password that was set without the one before it: every session, token and trusted device ends, wrong
 * guesses are forgotten, and they are told by mail. Whoever had none has one then.
 *
 * @param via the address whose link set it, where one did
 * @returns whether they had one
 */
export async function replacePassword(
  tx: Db,
  by: Pick<Operator, 'app' | 'tenant'>,
  user: users.User,
  hash: string,
  via: string | null = null,
): Promise<boolean> {
  const { app } = by
  const now = app.now()
  // Any other link, and a sign-in that must change the password first, are as good as the old one.
  await oneTimeTokens.endAll(tx, 'password_reset', user.id, now)
  await oneTimeTokens.endAll(tx, 'sign_in_attempt', user.id, now)
  await users.update(tx, user.id, { password_change_required_at: null, updated_at: now })
  const had = await credentials.replace(tx, user.id, 'password', hash, now)
  if (!had) await insertPassword(tx, user.id, user.directory_id, hash, now)
  await endAllOf(tx, user.id, { now })
  await forgetGuesses(tx, user.id)
  await forgetCodeGuesses(tx, user.id)
  await devices.forgetAll(tx, user.id)
  await queueMail(
    tx,
    app,
    // Nobody gets a password back without being told that there is one again.
    compose(by, had ? 'passwordChanged' : 'passwordAdded', personOf(app, user), {
      link: await alertLink(tx, by, user.id, { via }),
      at: now,
    }),
  )
  return had
}

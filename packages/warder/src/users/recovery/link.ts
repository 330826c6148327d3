import type { Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { day, isoTime } from '../../time.ts'
import { findUser, holdEnabled, type Operator } from '../manage.ts'

/** From the moment it works. */
const lifetime = day

type RecoveryData = { user_id: string; address_id: string | null; works_from: Seconds }

export type Recovery = { user: users.User; works_from: Seconds }

/**
 * One-time access for somebody who has lost every second factor: a link to them alone, by mail and at once, that leads to
 * setting up a new one and nowhere else. It works only after a delay, in which its owner can stop one that somebody else
 * talked the operator into. Nobody is asked a question to which others may know the answer.
 *
 * @param delay seconds until it works; the setting `recovery.delay` where it is not said
 * @throws Problem `not_found`, or `conflict` for an account that is disabled
 */
export async function issueRecovery(
  by: Operator,
  idOrEmail: string,
  delay?: Seconds,
): Promise<{ email: string; works_from: string; expires_at: string }> {
  const { app, tenant } = by
  const { id } = await findUser(by, idOrEmail)
  const now = app.now()
  const works_from = now + (delay ?? app.config.recovery_delay)
  const expires_at = works_from + lifetime
  return app.db.transaction().execute(async (tx) => {
    const user = await holdEnabled(tx, id)
    const address = await emails.findPrimary(tx, id)
    const data: RecoveryData = { user_id: id, address_id: address?.id ?? null, works_from }
    const token = await oneTimeTokens.create(tx, 'recovery', {
      subject: id,
      data,
      expires_at,
      now,
      replace: true,
    })
    const link = `${tenant.issuer}/recover?token=${token}`
    await queueMail(tx, app, compose(by, 'recoveryLink', personOf(app, user), { link, from: works_from }))
    await record(tx, by, {
      type: 'recovery.issued',
      outcome: 'succeeded',
      subject: id,
      detail: { works_from: isoTime(works_from) },
    })
    return { email: user.email, works_from: isoTime(works_from), expires_at: isoTime(expires_at) }
  })
}

/**
 * Whose link this is, without spending it. Undefined when it was used or stopped, has expired or never was, and once the
 * address that it went to is no longer the person's.
 */
export async function findRecovery(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  token: string,
): Promise<Recovery | undefined> {
  const row = await oneTimeTokens.findLive(app.db, 'recovery', token, app.now())
  if (!row) return undefined
  const { user_id, address_id, works_from } = JSON.parse(row.data) as RecoveryData // written by `issueRecovery`
  if (address_id !== null && !(await emails.find(app.db, user_id, address_id))) return undefined
  const user = await users.find(app.db, user_id)
  return user?.directory_id === tenant.directory_id ? { user, works_from } : undefined
}

/** Uses it up, once its time has come. Of any number who try, one does it. */
export async function useRecovery(tx: Db, call: Call, token: string, user_id: string): Promise<boolean> {
  if (!(await oneTimeTokens.consume(tx, 'recovery', token, call.app.now()))) return false
  await record(tx, call, { type: 'recovery.used', outcome: 'succeeded', actor: user_id })
  return true
}

/** Its owner did not want it: it is dead, whether its time has come or not. False when it was already. */
export async function stopRecovery(call: Call, token: string, user_id: string): Promise<boolean> {
  const { app } = call
  return app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.consume(tx, 'recovery', token, app.now()))) return false
    await record(tx, call, { type: 'recovery.stopped', outcome: 'succeeded', actor: user_id })
    return true
  })
}

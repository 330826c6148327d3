import type { Seconds } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Device } from '../../store/people/devices.ts'
import type { Db } from '../../store/open.ts'
import { day } from '../../time.ts'
import { undoable } from '../emails/limits.ts'

/** People read their mail when they come home. */
const lifetime = 7 * day

type AlertData = {
  user_id: string
  /** The address that the mail went to. */
  address_id: string | null
  /** The device of a sign-in that was refused: its person may say that it was them. */
  stopped: Device | null
  /** Of a new password: the address whose link set it. */
  via: string | null
}

export type Alert = AlertData & {
  sent_at: Seconds
  /** Since when somebody else may have been in: nobody reads every mail, so it is some days before this one. */
  since: Seconds
}

/**
 * The link of a mail that tells of something suspicious, under which its person says that it was not them; one about
 * a sign-in that was stopped leads to the question whether it was. It works once, and opening it changes nothing.
 */
export async function alertLink(
  tx: Db,
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  user_id: string,
  { stopped = null, via = null }: Partial<Pick<AlertData, 'stopped' | 'via'>> = {},
): Promise<string> {
  const now = app.now()
  const address = await emails.findPrimary(tx, user_id)
  const data: AlertData = { user_id, address_id: address?.id ?? null, stopped, via }
  const token = await oneTimeTokens.create(tx, 'sign_in_alert', {
    subject: user_id,
    data,
    expires_at: now + lifetime,
    now,
  })
  return `${tenant.issuer}/${stopped ? 'was-it-me' : 'not-me'}?token=${token}`
}

/**
 * What a link is about, without spending it; undefined when it was used, has expired or never was, and once the address
 * that it was mailed to is no longer the person's: whoever had it for a while must not lock them out, or let somebody in.
 */
export async function findAlert(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  token: string,
): Promise<Alert | undefined> {
  const row = await oneTimeTokens.findLive(app.db, 'sign_in_alert', token, app.now())
  if (!row) return undefined
  const data = JSON.parse(row.data) as AlertData // written by `alertLink`
  if (!(await users.findIn(app.db, tenant, data.user_id))) return undefined
  if (data.address_id !== null && !(await emails.find(app.db, data.user_id, data.address_id)))
    return undefined
  return { ...data, sent_at: row.created_at, since: row.created_at - undoable }
}

import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { day } from '../../time.ts'

type Operator = Pick<Call, 'app' | 'tenant' | 'trace'>

type Stored = { tenant_id: string; uses: number }

const longest = 90 * day
const mostUses = 1000

/**
 * A token by which so many applications may register themselves (RFC 7591 §3). @param lifetime seconds
 * @throws Problem `invalid_input`
 */
export async function newRegistrationToken(
  by: Operator,
  { uses = 1, lifetime = day }: { uses?: number; lifetime?: Seconds } = {},
): Promise<{ registration_token: string; uses: number; expires_at: Seconds }> {
  const { app, tenant } = by
  if (!Number.isInteger(uses) || uses < 1 || uses > mostUses)
    throw new Problem('invalid_input', { detail: `It may be used between 1 and ${mostUses} times.` })
  if (lifetime < 60 || lifetime > longest)
    throw new Problem('invalid_input', { detail: 'It may live between a minute and 90 days.' })
  const now = app.now()
  const expires_at = now + lifetime
  const data: Stored = { tenant_id: tenant.id, uses }
  const registration_token = await app.db.transaction().execute(async (tx) => {
    const token = await oneTimeTokens.create(tx, 'client_registration', { data, expires_at, now })
    await record(tx, by, { type: 'client.registration_token', outcome: 'succeeded', detail: { uses } })
    return token
  })
  return { registration_token, uses, expires_at }
}

/** Whether it is one that works now. Whoever else asks at the same time may still be the one who uses it up. */
export async function isRegistrationToken(
  db: Db,
  { app, tenant }: Pick<Operator, 'app' | 'tenant'>,
  token: string,
): Promise<boolean> {
  const found = await oneTimeTokens.findLive(db, 'client_registration', token, app.now())
  const stored = found && (JSON.parse(found.data) as Stored) // written by `newRegistrationToken`
  return stored?.tenant_id === tenant.id && found !== undefined && found.attempts < stored.uses
}

/** Uses it up by one, in the transaction of the registration. False when it is none, is used up or too old. */
export async function spendRegistrationToken(
  tx: Db,
  { app, tenant }: Pick<Operator, 'app' | 'tenant'>,
  token: string,
): Promise<boolean> {
  const found = await oneTimeTokens.findLive(tx, 'client_registration', token, app.now())
  const stored = found && (JSON.parse(found.data) as Stored) // written by `newRegistrationToken`
  if (!stored || stored.tenant_id !== tenant.id) return false
  const counted = await oneTimeTokens.tryAttempt(tx, 'client_registration', token, stored.uses, app.now())
  return counted !== undefined
}

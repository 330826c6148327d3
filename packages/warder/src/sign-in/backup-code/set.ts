import { Problem } from '@warder/protocol'
import type { App } from '../../app.ts'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { grouped, newRecoveryCode, readRecoveryCode } from './code.ts'

export const codesInSet = 10

const purpose = 'backup-code'

/**
 * The first recovery codes of somebody who has none, in the transaction that added a second factor, which holds the
 * person. Empty when they have some: those on paper stay good.
 */
export async function firstCodes(
  tx: Db,
  call: Call,
  person: { id: string; directory_id: string },
): Promise<string[]> {
  if ((await factors.listOf(tx, person.id, 'backup_code')).length > 0) return []
  return makeSet(tx, call, person)
}

/**
 * A new set in place of the old one, which is dead at the same moment.
 * @throws Problem `insufficient_user_authentication`, or `conflict` for somebody without a second factor
 */
export async function replaceCodes(call: Call, caller: SessionCaller): Promise<string[]> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  return app.db.transaction().execute(async (tx) => {
    // Before the person, in the order of a sign-in, and once more afterwards: another new set may have come between.
    await factors.removeAll(tx, user_id, 'backup_code')
    const person = await users.hold(tx, user_id)
    if (!person || (await factors.methodsOf(tx, user_id)).length === 0)
      throw new Problem('conflict', {
        detail: 'Recovery codes stand in for a second step. Set one up first, such as an authenticator app.',
      })
    await requireOpen(tx, session_id)
    await factors.removeAll(tx, user_id, 'backup_code')
    const codes = await makeSet(tx, call, person, session_id)
    const link = await alertLink(tx, call, user_id)
    await queueMail(
      tx,
      app,
      compose(call, 'recoveryCodesMade', personOf(app, person), { link, at: app.now() }),
    )
    return codes
  })
}

/** How many are left. */
export async function codesLeft(db: Db, user_id: string): Promise<number> {
  return (await factors.listOf(db, user_id, 'backup_code')).length
}

async function makeSet(
  tx: Db,
  call: Call,
  person: { id: string; directory_id: string },
  session_id?: string,
): Promise<string[]> {
  const { app } = call
  const codes = Array.from({ length: codesInSet }, newRecoveryCode)
  const rows = codes.map((code): factors.NewFactor => {
    const lookup = macOf(app, person.id, code)
    return { id: newId('bkc'), method: 'backup_code', lookup, data: '{}', name: null }
  })
  await factors.add(tx, person, rows, app.now())
  await record(tx, call, {
    type: 'backup_codes.created',
    outcome: 'succeeded',
    actor: person.id,
    detail: { codes: codesInSet },
    ...(session_id !== undefined && { session_id }),
  })
  return codes.map(grouped)
}

/**
 * Kept as an HMAC under a data key, bound to the person: with the database alone nobody can try a code, and one
 * of 80 bits could not be found by trying anyway. See docs/decisions for why that is no slow hash.
 */
function macOf({ secrets }: Pick<App, 'secrets'>, user_id: string, code: string): string {
  return secrets.mac(purpose, `${user_id} ${code}`)
}

/** The row of a code that somebody typed. A data key may have been exchanged since it was made, so each row is tried. */
export async function findCode(
  { db, secrets }: Pick<App, 'db' | 'secrets'>,
  user_id: string,
  typed: string,
): Promise<{ id: string } | undefined> {
  const code = readRecoveryCode(typed)
  if (code === undefined) return undefined
  const rows = await factors.listOf(db, user_id, 'backup_code')
  return rows.find(({ lookup }) => secrets.macMatches(purpose, `${user_id} ${code}`, lookup))
}

/** Uses a code up. False when somebody else was quicker, or it belongs to a set that was replaced. */
export async function useCode(tx: Db, user_id: string, id: string): Promise<boolean> {
  return factors.remove(tx, { user_id, method: 'backup_code', id })
}

/** When only so many are left, a mail says that it is time for new ones. */
export const fewCodes = 3

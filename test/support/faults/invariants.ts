import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { AuditType } from '../../../packages/warder/src/audit/events.ts'
import { kindOf, type Db } from '../../../packages/warder/src/store/open.ts'

/** What ends sessions. */
const endings: readonly AuditType[] = [
  'session.ended',
  'session.revoked',
  'session.suspicious',
  'password.changed',
  'password.reset',
  'token.reuse_detected',
  'email.primary_changed',
  'email.undone',
  'account.locked_down',
  'user.deactivated',
  'user.disabled',
]

/** What must find nothing in a database that came through a fault. */
const impossible: [what: string, statement: string][] = [
  ['a user without an address', `select id from "user" where id not in (select user_id from user_email)`],
  ['a credential of nobody', `select id as id from credential where user_id not in (select id from "user")`],
  ['a session of nobody', `select id from session where user_id not in (select id from "user")`],
  ['a grant of nobody', `select id from oauth_grant where user_id not in (select id from "user")`],
  [
    'a token of no grant',
    `select token_hash as id from refresh_token where grant_id not in (select id from oauth_grant)`,
  ],
  [
    'a spent token whose successor is lost',
    `select token_hash as id from refresh_token where successor_hash is not null
      and successor_hash not in (select token_hash from refresh_token)`,
  ],
  [
    'two living tokens of one family',
    `select grant_id as id from refresh_token where consumed_at is null group by grant_id having count(*) > 1`,
  ],
  [
    'two accounts with one address',
    `select email_key as id from user_email where verified_at is not null and held_until is null
      group by directory_id, email_key having count(*) > 1`,
  ],
  [
    'a session whose opening nobody wrote down',
    `select id from session where id not in
      (select session_id from audit_event where type = 'session.opened' and session_id is not null)`,
  ],
  [
    'an ended session whose end nobody wrote down',
    `select id from session where revoked_at is not null and user_id not in
      (select subject from audit_event where subject is not null and type in (${endings.map((type) => `'${type}'`).join()}))`,
  ],
  ['a message that was sent twice under one name', `select id from outbox group by id having count(*) > 1`],
]

/**
 * What holds after every fault, whichever it was: nothing is half there or there twice (I2, I8), every change of a
 * session stands in the audit, whose order is that of its numbers (I7), and the file is whole.
 */
export async function checkInvariants(db: Db): Promise<void> {
  for (const [what, statement] of impossible) {
    const { rows } = await sql.raw<{ id: string }>(statement).execute(db)
    assert.deepEqual(rows, [], what)
  }
  if (kindOf(db) === 'postgres') return
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  assert.deepEqual(rows, [{ integrity_check: 'ok' }])
  assert.deepEqual((await sql`pragma foreign_key_check`.execute(db)).rows, [])
}

/** I5, and nothing that nobody caught: what a server printed holds none of these secrets and tells of no lost promise. */
export function checkLog(printed: string, secrets: readonly string[]): void {
  for (const secret of secrets) assert.ok(!printed.includes(secret), 'a secret stands in the log')
  assert.doesNotMatch(printed, /nobody waited for it|stopped by an error|UnhandledPromise/)
}

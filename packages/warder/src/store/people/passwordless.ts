import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'

/** What tells how far everybody has come from their passwords, read in pages: there may be a million people. */

/** Who may sign in, ordered by id; `after` is the last id of the page before. */
export async function listPeople(db: Db, directory_id: string, limit: number, after = '') {
  return db
    .selectFrom('user')
    .select([
      'id',
      'email',
      'passwordless_proved_at',
      'passwordless_proved_by',
      'password_change_required_at',
    ])
    .where('directory_id', '=', directory_id)
    .where('id', '>', after)
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** What signs in everybody whose id is from one to another, both included, each with whose it is. */
export async function listProofs(db: Db, from: string, to: string) {
  // By people alone: a condition on the directory would have SQLite read all of it for every page.
  return db
    .selectFrom('credential')
    .select(['user_id', 'method', 'data', 'last_used_at'])
    .where('user_id', '>=', from)
    .where('user_id', '<=', to)
    .where('method', 'in', ['password', 'passkey', 'phone', 'identity'])
    .where('locked_at', 'is', null)
    .execute()
}

/** Notes that somebody wants to go on with their password for now. */
export async function keepPassword(db: Db, user_id: string, now: Seconds): Promise<void> {
  await db.updateTable('user').set({ password_kept_at: now }).where('id', '=', user_id).execute()
}

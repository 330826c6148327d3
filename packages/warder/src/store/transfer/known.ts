import type { Db } from '../open.ts'

/** Which of these identifiers are somebody's. */
export async function ids(db: Db, asked: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('user').select('id').where('id', 'in', asked).execute()
  return rows.map(({ id }) => id)
}

/** Which of these addresses lead to somebody of a directory, by their keys. */
export async function addresses(db: Db, directory_id: string, keys: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('user_email')
    .select('email_key')
    .where('directory_id', '=', directory_id)
    .where('email_key', 'in', keys)
    .execute()
  return rows.map(({ email_key }) => email_key)
}

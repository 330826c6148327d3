import type { Seconds } from '@warder/protocol'
import type { Selectable } from 'kysely'
import { digest } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import { preparedInsert } from '../prepared.ts'
import type { RevocationTable } from '../schema/tokens.ts'

export type RevocationKind = 'jti' | 'sid' | 'sub' | 'client' | 'tenant' | 'key'

/** What is dead from now on. `until` is when the last token it concerns would have expired anyway. */
export type Revocation = { kind: RevocationKind; value: string; until: Seconds; not_before?: Seconds }

// SQLite takes 32,766 parameters in a statement and PostgreSQL 65,535; a row has five.
const rowsPerStatement = 1000

/** Adds rows to the feed. What is revoked is stored as a digest, since the feed is public. */
export async function insert(db: Db, revoked: readonly Revocation[], now: Seconds): Promise<void> {
  for (let i = 0; i < revoked.length; i += rowsPerStatement) {
    const rows = revoked.slice(i, i + rowsPerStatement).map(({ kind, value, until, not_before }) => {
      return { kind, hash: digest(value), not_before: not_before ?? null, until, created_at: now }
    })
    const [only] = rows
    if (only && rows.length === 1) await insertOne(db, only)
    else await db.insertInto('revocation').values(rows).execute()
  }
}

const insertOne = preparedInsert('revocation')

/** The rows after a place in the feed that still matter, oldest first. */
export async function after(
  db: Db,
  seq: number,
  limit: number,
  now: Seconds,
): Promise<Selectable<RevocationTable>[]> {
  return db
    .selectFrom('revocation')
    .selectAll()
    .where('seq', '>', seq)
    .where('until', '>', now)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** The newest place in the feed, 0 when nothing was ever revoked. */
export async function lastSeq(db: Db): Promise<number> {
  const row = await db
    .selectFrom('revocation')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return Number(row?.seq ?? 0)
}

/** Another text after each change of the newest rows: PostgreSQL may show one with a smaller number later than one with a greater. */
export async function state(db: Db): Promise<string> {
  const newest = db.selectFrom('revocation').select('seq').orderBy('seq', 'desc').limit(200).as('newest')
  const row = await db
    .selectFrom(newest)
    .select((eb) => [eb.fn.max('seq').as('seq'), eb.fn.countAll().as('rows')])
    .executeTakeFirst()
  return `${Number(row?.seq ?? 0)} ${Number(row?.rows ?? 0)}`
}

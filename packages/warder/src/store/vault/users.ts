import type { Seconds } from '@warder/protocol'
import type { Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { VaultUserTable } from '../schema/vault.ts'

/** Which programs may use a connection, as its person said. */

export type UserRow = Selectable<VaultUserTable>

/** Lets a program use a connection, or changes how it may. Hold the connection first. */
export async function put(tx: Db, row: VaultUserTable): Promise<void> {
  const { methods, hand_over_at } = row
  await tx
    .insertInto('vault_user')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'program']).doUpdateSet({ methods, hand_over_at }),
    )
    .execute()
}

/** The programs of these connections. */
export async function listOf(db: Db, connection_ids: readonly string[]): Promise<UserRow[]> {
  if (connection_ids.length === 0) return []
  return db
    .selectFrom('vault_user')
    .selectAll()
    .where('connection_id', 'in', connection_ids)
    .orderBy('connection_id')
    .orderBy('program')
    .execute()
}

/** Notes that a program uses a connection now, and says how it may; undefined when it may not at all. */
export async function use(
  db: Db,
  connection_id: string,
  program: string,
  now: Seconds,
): Promise<UserRow | undefined> {
  return db
    .updateTable('vault_user')
    .set({ last_used_at: now })
    .where('connection_id', '=', connection_id)
    .where('program', '=', program)
    .returningAll()
    .executeTakeFirst()
}

/** False when it was not allowed before. */
export async function remove(tx: Db, connection_id: string, program: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('vault_user')
    .where('connection_id', '=', connection_id)
    .where('program', '=', program)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** A program may use nothing that a person has connected in a tenant any more. */
export async function removeProgram(
  tx: Db,
  { user_id, tenant_id }: { user_id: string; tenant_id: string },
  program: string,
): Promise<void> {
  await tx
    .deleteFrom('vault_user')
    .where('program', '=', program)
    .where('connection_id', 'in', (eb) =>
      eb
        .selectFrom('vault_connection')
        .select('id')
        .where('user_id', '=', user_id)
        .where('tenant_id', '=', tenant_id),
    )
    .execute()
}

/** Nobody may use what a person has connected any more: whoever was in the account may have allowed them. */
export async function removeAllOf(tx: Db, user_id: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('vault_user')
    .where('connection_id', 'in', (eb) =>
      eb.selectFrom('vault_connection').select('id').where('user_id', '=', user_id),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

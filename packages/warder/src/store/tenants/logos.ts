import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { LogoTable } from '../schema/tenants.ts'

/** Gives a tenant a picture in place of the one it had, or none. Call it where the tenant is held. */
export async function replace(tx: Db, tenant_id: string, logo: Omit<LogoTable, 'tenant_id'> | null) {
  await tx.deleteFrom('logo').where('tenant_id', '=', tenant_id).execute()
  if (logo)
    await tx
      .insertInto('logo')
      .values({ tenant_id, ...logo })
      .execute()
}

const byId = prepared((db: Db, id: string) =>
  db.selectFrom('logo').select(['type', 'content']).where('id', '=', id).limit(1),
)

/** A picture by the name of its content, whosever it is: everybody may see it. */
export function find(db: Db, id: string) {
  return byId.first(db, id)
}

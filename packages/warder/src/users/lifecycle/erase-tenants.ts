import type { App } from '../../app.ts'
import { operator, record } from '../../audit/audit.ts'
import { untilDone } from '../../store/batches.ts'
import * as belongings from '../../store/tenants/belongings.ts'
import * as users from '../../store/people/users.ts'
import { giveBack } from '../../vault/connecting/give-back.ts'
import { removePerson } from './erase.ts'

/** Some milliseconds of SQLite each, so that nobody waits for it. */
const batch = 100
/** People take everything of theirs along. */
const people = 10

/**
 * Erases what tenants had that were deleted: first their people, each as if they had erased their account, then the rest. What is
 * left when the process stops is for the next one. Says how many tenants are wholly gone.
 */
export async function eraseTenants(app: App, stop: () => boolean = () => false): Promise<number> {
  let gone = 0
  for (;;) {
    const tenant = await belongings.nextToErase(app.db)
    if (!tenant || stop()) return gone
    await untilDone((most) => erasePeople(app, tenant.id, most), { batch: people, stop })
    for (const table of Object.keys(belongings.belongings))
      await untilDone((most) => belongings.removeSome(app.db, table, tenant.id, most), { batch, stop })
    if (stop()) return gone
    await belongings.markErased(app.db, tenant.id, app.now())
    gone++
  }
}

async function erasePeople(app: App, tenant_id: string, most: number): Promise<number> {
  const ids = await belongings.peopleOf(app.db, tenant_id, most)
  const by = { app, tenant: { id: tenant_id }, trace: operator }
  for (const user_id of ids) {
    const connected = await app.db.transaction().execute(async (tx) => {
      await users.hold(tx, user_id)
      // Another process was here.
      if (!(await users.find(tx, user_id))) return []
      await record(tx, by, { type: 'user.deleted', outcome: 'succeeded', subject: user_id })
      return removePerson(tx, by, user_id)
    })
    await giveBack(app, connected)
  }
  return ids.length
}

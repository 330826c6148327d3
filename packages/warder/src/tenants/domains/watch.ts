import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { operator } from '../../audit/audit.ts'
import * as domains from '../../store/tenants/domains.ts'
import type { DomainRow } from '../../store/tenants/domains.ts'
import { day, hour } from '../../time.ts'
import { loseDomain } from './lose.ts'
import { checkEvery } from './manage.ts'
import { isRecorded } from './record.ts'

/** A record that is gone may be a mistake that somebody mends; after this long the domain is no longer the tenant's. */
const patience: Seconds = 3 * day
/** What could not be asked, or was not there, is looked at again after this long. */
const again: Seconds = hour
const atOnce = 50

/**
 * Looks again at the records of domains whose time has come, and forgets claims that nobody proved. A domain that somebody else
 * has by now must not stay with the tenant that once had it. Says how many it looked at.
 */
export async function watchDomains(app: App, stop: () => boolean = () => false): Promise<number> {
  const rows = await domains.due(app.db, app.now(), atOnce)
  for (const row of rows) {
    if (stop()) break
    // Of several instances one asks.
    if (await domains.claim(app.db, row, app.now() + again)) await look(app, row)
  }
  return rows.length
}

async function look(app: App, row: DomainRow): Promise<void> {
  if (row.verified_at === null) {
    await domains.removeUnproved(app.db, row.id)
    return
  }
  const recorded = await isRecorded(row, app.config.tenants.dns_servers)
  const now = app.now()
  if (recorded) {
    await domains.verify(app.db, row.id, { now, check_at: now + checkEvery })
    return
  }
  // Where DNS does not answer nothing is known, and a failure of ours takes nothing from anybody.
  if (recorded === undefined || (row.seen_at ?? row.verified_at) > now - patience) return
  const by = { app, tenant: { id: row.tenant_id }, trace: operator }
  await app.db.transaction().execute((tx) => loseDomain(tx, by, row, now - patience))
  app.tenants.forget()
}

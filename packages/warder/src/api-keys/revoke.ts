import type { App } from '../app.ts'
import { record, type Audited } from '../audit/audit.ts'
import type { Db } from '../store/open.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { ownerOf } from '../store/programs/api-keys.ts'
import { announceEnd } from './ended.ts'
import { requireKey, unknownKey } from './list.ts'
import type { Keeper } from './owners/keeper.ts'
import { aboutOwner } from './owners/owner.ts'

/**
 * Ends a key, with the secret it replaced. No fresh sign-in is asked for: whoever ends one in haste has a reason.
 * @throws Problem `not_found`, also for one that they do not look after
 */
export async function revokeKey(by: Keeper, id: string): Promise<void> {
  await by.app.db.transaction().execute(async (tx) => {
    const found = await requireKey(by, id, 'write', tx)
    await endKey(tx, by, found)
  })
}

/** Ends any key of a tenant, whosever it is. @throws Problem `not_found` */
export async function revokeAnyKey(by: Ending, id: string): Promise<{ id: string; revoked: true }> {
  await by.app.db.transaction().execute(async (tx) => {
    const found = await apiKeys.find(tx, by.tenant.id, id)
    if (!found) throw unknownKey()
    await endKey(tx, by, found)
  })
  return { id, revoked: true }
}

type Ending = Audited & { app: App } & Partial<Pick<Keeper, 'who'>>

async function endKey(tx: Db, by: Ending, found: apiKeys.ShownKey): Promise<void> {
  const { id, prefix } = found
  const now = by.app.now()
  // Of two at once one ends it.
  if (!(await apiKeys.revoke(tx, id, now))) throw unknownKey()
  await announceEnd(tx, [id], now)
  await record(tx, by, {
    type: 'api_key.revoked',
    outcome: 'succeeded',
    ...by.who,
    ...aboutOwner(ownerOf(found)),
    detail: { id, prefix },
  })
}

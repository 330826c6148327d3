import { isBuiltIn } from '../access/permissions/roles.ts'
import { announceLess } from '../api-keys/ended.ts'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import * as roles from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'

export type Following = {
  /** What each group of theirs is here. */
  roles: Readonly<Record<string, string>>
  groups: readonly string[]
  /** By which connection, for the audit. */
  connection: string
}

type Parts = Pick<Call, 'app' | 'tenant' | 'trace'>

/**
 * Has somebody have the roles that their groups elsewhere are here, and not those of groups that they have left. Only roles that a
 * group is mapped to are given or taken, and none that is there always.
 */
export async function followGroups(
  tx: Db,
  call: Parts,
  user_id: string,
  { roles: mapping, groups, connection }: Following,
): Promise<void> {
  await followAllGroups(tx, call, new Map([[user_id, groups]]), { roles: mapping, connection })
}

/**
 * The same for many, with few statements but for the audit.
 *
 * @param people the groups of each, some hundreds of people at most
 */
export async function followAllGroups(
  tx: Db,
  call: Parts,
  people: ReadonlyMap<string, readonly string[]>,
  { roles: mapping, connection }: Omit<Following, 'groups'>,
): Promise<void> {
  const mapped = new Map(Object.entries(mapping))
  if (mapped.size === 0 || people.size === 0) return
  const { tenant } = call
  const known = await roles.known(tx, tenant.id, [...mapped.values()])
  const names = known.map(({ name }) => name).filter((name) => !isBuiltIn(name))
  const ids = [...people.keys()]
  for (const role of names) {
    const held = await roles.holdersAmong(tx, tenant.id, role, ids)
    const wants = (id: string) => people.get(id)?.some((group) => mapped.get(group) === role) === true
    const gain = ids.filter((id) => wants(id) && !held.has(id))
    const lose = ids.filter((id) => !wants(id) && held.has(id))
    await give(tx, call, { role, connection }, gain)
    await take(tx, call, { role, connection }, lose)
  }
}

type Given = { role: string; connection: string }

async function give(tx: Db, call: Parts, detail: Given, ids: readonly string[]): Promise<void> {
  await roles.grantAll(tx, call.tenant.id, ids, detail.role, call.app.now())
  for (const subject of ids)
    await record(tx, call, { type: 'role.granted', outcome: 'succeeded', subject, detail })
}

async function take(tx: Db, call: Parts, detail: Given, ids: readonly string[]): Promise<void> {
  await roles.revokeAll(tx, call.tenant.id, ids, detail.role)
  for (const subject of ids) {
    await announceLess(tx, subject, call.app.now())
    await record(tx, call, { type: 'role.revoked', outcome: 'succeeded', subject, detail })
  }
}

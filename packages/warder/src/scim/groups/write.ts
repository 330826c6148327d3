import {
  applyPatch,
  groupType,
  isObject,
  Problem,
  readResource,
  requireComplete,
  ScimError,
  type Operation,
  type Resource,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../../store/open.ts'
import * as groups from '../../store/provisioning/groups.ts'
import * as people from '../../store/provisioning/people.ts'
import { requireVersion } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { keyText } from '../use/sizes.ts'
import { unlessTaken } from '../use/taken.ts'
import { writeAtOnce, type Writing } from '../use/write.ts'
import { followMembers } from './roles.ts'
import { versionOf } from './view.ts'

const taken = 'There is a group of this name already.'

/** Makes a group. It gives its members nothing until the operator says so. @throws ScimError `uniqueness` or `invalidValue` */
export async function createGroup(by: Provisioning, body: unknown): Promise<string> {
  const id = newId('grp')
  await writeAtOnce(by, [newGroup(by, id, body)])
  return id
}

/** Reads what is sent of a new group, and gives what writes it. @throws ScimError `invalidValue` */
export function newGroup(by: Provisioning, id: string, body: unknown): Writing {
  const sent = readResource(groupType, body)
  requireComplete(groupType, sent)
  const columns = { id, provisioner_id: by.connection.id, ...columnsOf(sent), version: 1 }
  const members = membersIn(sent)
  return async (tx) => {
    const now = by.app.now()
    await unlessTaken(taken, () => groups.insert(tx, { ...columns, created_at: now, updated_at: now }))
    await people.holdAccounts(tx, by.connection.id, members)
    await requirePeople(tx, by, members)
    await groups.addMembers(tx, id, members)
    const detail = { group: id, name: columns.display_name, added: members.length }
    await record(tx, by, { type: 'group.created', outcome: 'succeeded', detail })
  }
}

/** A whole group in place of the one before (RFC 7644 §3.5.1). */
export function replaceGroup(by: Provisioning, id: string, if_match: string | null, body: unknown) {
  return changeGroup(by, id, if_match, () => {
    const next = readResource(groupType, body)
    requireComplete(groupType, next)
    return next
  })
}

/** RFC 7644 §3.5.2. */
export function patchGroup(
  by: Provisioning,
  id: string,
  if_match: string | null,
  operations: readonly Operation[],
) {
  return changeGroup(by, id, if_match, (before) => applyPatch(groupType, before, operations))
}

/** @throws Problem `not_found` or `precondition_failed`; ScimError `uniqueness` or `invalidValue` */
async function changeGroup(
  by: Provisioning,
  id: string,
  if_match: string | null,
  change: (before: Resource) => Resource,
): Promise<void> {
  const { app, connection } = by
  await unlessTaken(taken, () =>
    app.db.transaction().execute(async (tx) => {
      const group = await held(tx, by, id, if_match)
      const before = (await groups.membersOf(tx, [id])).get(id) ?? []
      const next = change(resourceOf(group, before))
      const after = membersIn(next)
      const [were, are] = [new Set(before), new Set(after)]
      const added = after.filter((one) => !were.has(one))
      const removed = before.filter((one) => !are.has(one))
      const columns = columnsOf(next)
      const isSame = columns.display_name === group.display_name && columns.external_id === group.external_id
      if (isSame && added.length + removed.length === 0) return
      // Whoever is removed in this moment was there before, or is a stranger.
      const concerned = group.role === null ? added : [...added, ...removed]
      await people.holdAccounts(tx, connection.id, concerned)
      await requirePeople(tx, by, added)
      await groups.addMembers(tx, id, added)
      await groups.removeMembers(tx, id, removed)
      await groups.update(tx, id, { ...columns, version: group.version + 1, updated_at: app.now() })
      if (group.role !== null) await followMembers(tx, by, connection.id, [...added, ...removed])
      const detail = { group: id, name: columns.display_name, added: added.length, removed: removed.length }
      await record(tx, by, { type: 'group.updated', outcome: 'succeeded', detail })
    }),
  )
}

/** Removes a group, and what it gave its members. @throws Problem `not_found` or `precondition_failed` */
export async function removeGroup(by: Provisioning, id: string, if_match: string | null): Promise<void> {
  const { app, connection } = by
  await app.db.transaction().execute(async (tx) => {
    const { role, display_name: name } = await held(tx, by, id, if_match)
    const members = (await groups.membersOf(tx, [id])).get(id) ?? []
    if (role !== null) await people.holdAccounts(tx, connection.id, members)
    await groups.remove(tx, id)
    if (role !== null) await followMembers(tx, by, connection.id, members, { [id]: role })
    await record(tx, by, { type: 'group.deleted', outcome: 'succeeded', detail: { group: id, name } })
  })
}

async function held(tx: Db, by: Provisioning, id: string, if_match: string | null): Promise<groups.Group> {
  await by.acting.hold(tx, undefined)
  const group = await groups.hold(tx, by.connection.id, id)
  if (!group) throw new Problem('not_found', { detail: `There is no group ${id.slice(0, 64)}.` })
  requireVersion(if_match, versionOf(group))
  return group
}

function resourceOf({ display_name, external_id }: groups.Group, members: readonly string[]): Resource {
  return {
    displayName: display_name,
    ...(external_id !== null && { externalId: external_id }),
    ...(members.length > 0 && { members: members.map((value) => ({ value })) }),
  }
}

function columnsOf({ displayName, externalId }: Resource) {
  const display_name = keyText('displayName', String(displayName))
  return {
    display_name,
    display_name_key: display_name.toLowerCase(),
    external_id: typeof externalId === 'string' ? keyText('externalId', externalId) : null,
  }
}

/** @throws ScimError `invalidValue` for a member without an id */
function membersIn({ members }: Resource): string[] {
  const all = Array.isArray(members) ? members.filter(isObject) : []
  const ids = all.map(({ value }) => {
    if (typeof value === 'string') return value
    throw new ScimError('invalidValue', 'A member has a value, which is the id of a user.')
  })
  return [...new Set(ids)]
}

/** Whom this connection did not make, it makes nobody's member (SC-02); nor is a group a member of another. */
async function requirePeople(tx: Db, { connection }: Provisioning, ids: readonly string[]): Promise<void> {
  const known = new Set(await people.known(tx, connection.id, ids))
  const stranger = ids.find((id) => !known.has(id))
  if (stranger !== undefined)
    throw new ScimError('invalidValue', `There is no user ${stranger.slice(0, 64)}.`)
}

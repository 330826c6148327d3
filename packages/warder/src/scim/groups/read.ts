import { groupType, isAsked, mustEqual, Problem, project, type Asked, type Filter } from '@warder/protocol'
import * as groups from '../../store/provisioning/groups.ts'
import type { Shown } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { listed } from '../use/list.ts'
import { needs, requireFew, type Query } from '../use/query.ts'
import { groupView, versionOf } from './view.ts'

/** Members that a list looks at or shows at most, of all its groups together. */
const mostMembers = 50_000

/** @throws Problem `not_found`, also for a group of another connection (SC-02) */
export async function findGroup(by: Provisioning, id: string, asked: Asked): Promise<Shown> {
  const { db } = by.app
  const group = await groups.find(db, by.connection.id, id)
  if (!group) throw new Problem('not_found', { detail: `There is no group ${id.slice(0, 64)}.` })
  const members = isAsked(groupType, 'members', asked)
    ? (await groups.membersOf(db, [id])).get(id)
    : undefined
  const body = project(groupType, groupView(by, group, members), asked)
  return { location: `${by.base}/Groups/${id}`, version: versionOf(group), body }
}

/** The groups of a connection (RFC 7644 §3.4.2). */
export function listGroups(by: Provisioning, query: Query) {
  const { app, connection } = by
  const { filter, asked } = query
  const narrowed = filter ? narrowedBy(filter) : {}
  const withMembers = isAsked(groupType, 'members', asked)
  const seen = { members: 0 }
  return listed<groups.Group>(
    {
      idOf: ({ id }) => id,
      next: ({ after, offset = 0 }, limit) =>
        groups.list(app.db, connection.id, { ...narrowed, after }, { limit, offset }),
      again: (ids) => groups.list(app.db, connection.id, { among: ids }, { limit: ids.length }),
      count: () => groups.count(app.db, connection.id),
      seen: (rows) => viewsOf(by, rows, needs(query, 'members') && seen),
      shown: async (rows) =>
        (await viewsOf(by, rows, withMembers && { members: 0 })).map((resource) =>
          project(groupType, resource, asked),
        ),
    },
    query,
  )
}

function narrowedBy(filter: Filter): groups.Narrowed {
  return {
    id: mustEqual(filter, 'id'),
    display_name_key: mustEqual(filter, 'displayName')?.toLowerCase(),
    external_id: mustEqual(filter, 'externalId'),
    member: mustEqual(filter, 'members'),
  }
}

/** @param seen the members of the groups before these; false where theirs do not matter */
async function viewsOf(by: Provisioning, rows: readonly groups.Group[], seen: { members: number } | false) {
  const ids = rows.map(({ id }) => id)
  if (seen) requireFew((seen.members += await groups.countMembers(by.app.db, ids)), mostMembers)
  const members = seen ? await groups.membersOf(by.app.db, ids) : new Map<string, string[]>()
  return rows.map((row) => groupView(by, row, members.get(row.id)))
}

import { isAsked, mustEqual, Problem, project, userType, type Asked, type Filter } from '@warder/protocol'
import * as groups from '../../store/provisioning/groups.ts'
import * as people from '../../store/provisioning/people.ts'
import type { Shown } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { listed } from '../use/list.ts'
import { needs, type Query } from '../use/query.ts'
import { userView, versionOf } from './view.ts'

/** @throws Problem `not_found`, also for somebody whom another connection made (SC-02) */
export async function findUser(by: Provisioning, id: string, asked: Asked): Promise<Shown> {
  const row = await people.find(by.app.db, by.connection.id, id)
  if (!row) throw new Problem('not_found', { detail: `There is no user ${id.slice(0, 64)}.` })
  return shownOf(by, row, asked)
}

/** Somebody as they are shown, at their own address. */
export async function shownOf(
  by: Pick<Provisioning, 'app' | 'base'>,
  row: people.Provisioned,
  asked: Asked,
): Promise<Shown> {
  const view = userView(by, row, await groups.groupsOf(by.app.db, [row.user_id]))
  const location = `${by.base}/Users/${row.user_id}`
  return { location, version: versionOf(row), body: project(userType, view, asked) }
}

/** The people of a connection (RFC 7644 §3.4.2). */
export function listUsers(by: Provisioning, query: Query) {
  const { app, connection } = by
  const { filter, asked } = query
  const narrowed = filter ? narrowedBy(filter) : {}
  const withGroups = isAsked(userType, 'groups', asked)
  return listed<people.Provisioned>(
    {
      idOf: ({ user_id }) => user_id,
      next: ({ after, offset = 0 }, limit) =>
        people.list(app.db, connection.id, { ...narrowed, after }, { limit, offset }),
      again: (ids) => people.list(app.db, connection.id, { among: ids }, { limit: ids.length }),
      count: () => people.count(app.db, connection.id),
      seen: (rows) => viewsOf(by, rows, needs(query, 'groups')),
      shown: async (rows) =>
        (await viewsOf(by, rows, withGroups)).map((resource) => project(userType, resource, asked)),
    },
    query,
  )
}

function narrowedBy(filter: Filter): people.Narrowed {
  return {
    user_id: mustEqual(filter, 'id'),
    user_name_key: mustEqual(filter, 'userName')?.toLowerCase(),
    external_id: mustEqual(filter, 'externalId'),
  }
}

async function viewsOf(by: Provisioning, rows: readonly people.Provisioned[], withGroups: boolean) {
  const ids = withGroups ? rows.map(({ user_id }) => user_id) : []
  const memberships = Map.groupBy(await groups.groupsOf(by.app.db, ids), ({ user_id }) => user_id)
  return rows.map((row) => userView(by, row, memberships.get(row.user_id) ?? []))
}

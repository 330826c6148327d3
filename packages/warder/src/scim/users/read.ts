import {
  listResponse,
  matches,
  mustEqual,
  Problem,
  project,
  userType,
  type Asked,
  type Filter,
} from '@warder/protocol'
import * as groups from '../../store/provisioning/groups.ts'
import * as people from '../../store/provisioning/people.ts'
import type { Shown } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { mostLookedAt, requireFew, sorted, type Query } from '../use/query.ts'
import { userView, versionOf } from './view.ts'

/** @throws Problem `not_found`, also for somebody whom another connection made (SC-02) */
export async function findUser(by: Provisioning, id: string, asked: Asked): Promise<Shown> {
  const { db } = by.app
  const row = await people.find(db, by.connection.id, id)
  if (!row) throw new Problem('not_found', { detail: `There is no user ${id.slice(0, 64)}.` })
  const view = userView(by, row, await groups.groupsOf(db, [id]))
  return { location: `${by.base}/Users/${id}`, version: versionOf(row), body: project(userType, view, asked) }
}

/** The people of a connection (RFC 7644 §3.4.2). */
export async function listUsers(by: Provisioning, query: Query) {
  const { start, count, asked } = query
  const { rows, total } = await (query.filter || query.sort ? lookedThrough(by, query) : page(by, query))
  const resources = rows.map(({ resource }) => project(userType, resource, asked))
  return listResponse(resources, total, count === 0 ? 1 : start)
}

/** Without a filter or an order, the database counts. */
async function page(by: Provisioning, { start, count }: Query) {
  const { db } = by.app
  const total = await people.count(db, by.connection.id)
  const found =
    count === 0 ? [] : await people.list(db, by.connection.id, {}, { limit: count, offset: start - 1 })
  return { total, rows: await viewsOf(by, found) }
}

async function lookedThrough(by: Provisioning, { filter, sort, start, count }: Query) {
  const narrowed = filter ? narrowedBy(filter) : {}
  const found = await people.list(by.app.db, by.connection.id, narrowed, { limit: mostLookedAt + 1 })
  requireFew(found.length)
  const views = await viewsOf(by, found)
  const meeting = filter ? views.filter(({ resource }) => matches(filter, resource)) : views
  return { total: meeting.length, rows: sorted(meeting, sort).slice(start - 1, start - 1 + count) }
}

function narrowedBy(filter: Filter): people.Narrowed {
  return {
    user_id: mustEqual(filter, 'id'),
    user_name_key: mustEqual(filter, 'userName')?.toLowerCase(),
    external_id: mustEqual(filter, 'externalId'),
  }
}

async function viewsOf(by: Provisioning, rows: readonly people.Provisioned[]) {
  const ids = rows.map(({ user_id }) => user_id)
  const memberships = new Map<string, groups.Membership[]>()
  for (const one of await groups.groupsOf(by.app.db, ids))
    memberships.set(one.user_id, [...(memberships.get(one.user_id) ?? []), one])
  return rows.map((row) => ({ resource: userView(by, row, memberships.get(row.user_id) ?? []) }))
}

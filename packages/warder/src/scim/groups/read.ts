import {
  groupType,
  isAsked,
  listResponse,
  matches,
  mustEqual,
  Problem,
  project,
  type Asked,
  type Filter,
} from '@warder/protocol'
import * as groups from '../../store/provisioning/groups.ts'
import type { Shown } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { mostLookedAt, requireFew, sorted, type Query } from '../use/query.ts'
import { groupView, versionOf } from './view.ts'

/** Members that a list shows at most, of all its groups together. */
const mostMembersShown = 50_000

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
export async function listGroups(by: Provisioning, query: Query) {
  const { start, count, asked } = query
  const withMembers = isAsked(groupType, 'members', asked)
  const { rows, total } = await (query.filter || query.sort
    ? lookedThrough(by, query)
    : page(by, query, withMembers))
  const resources = rows.map(({ resource }) => project(groupType, resource, asked))
  return listResponse(resources, total, count === 0 ? 1 : start)
}

async function page(by: Provisioning, { start, count }: Query, withMembers: boolean) {
  const { db } = by.app
  const total = await groups.count(db, by.connection.id)
  const found =
    count === 0 ? [] : await groups.list(db, by.connection.id, {}, { limit: count, offset: start - 1 })
  return { total, rows: await viewsOf(by, found, withMembers) }
}

async function lookedThrough(by: Provisioning, { filter, sort, start, count }: Query) {
  const narrowed = filter ? narrowedBy(filter) : {}
  const found = await groups.list(by.app.db, by.connection.id, narrowed, { limit: mostLookedAt + 1 })
  requireFew(found.length)
  const views = await viewsOf(by, found, true)
  const meeting = filter ? views.filter(({ resource }) => matches(filter, resource)) : views
  return { total: meeting.length, rows: sorted(meeting, sort).slice(start - 1, start - 1 + count) }
}

function narrowedBy(filter: Filter): groups.Narrowed {
  return {
    id: mustEqual(filter, 'id'),
    display_name_key: mustEqual(filter, 'displayName')?.toLowerCase(),
    external_id: mustEqual(filter, 'externalId'),
    member: mustEqual(filter, 'members'),
  }
}

async function viewsOf(by: Provisioning, rows: readonly groups.Group[], withMembers: boolean) {
  const ids = rows.map(({ id }) => id)
  if (withMembers) requireFew(await groups.countMembers(by.app.db, ids), mostMembersShown)
  const members = withMembers ? await groups.membersOf(by.app.db, ids) : new Map<string, string[]>()
  return rows.map((row) => ({ resource: groupView(by, row, members.get(row.id)) }))
}

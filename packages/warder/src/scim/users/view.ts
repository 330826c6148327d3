import { userType, type Resource } from '@warder/protocol'
import type { Membership } from '../../store/provisioning/groups.ts'
import type { Provisioned } from '../../store/provisioning/people.ts'
import { isoTime } from '../../time.ts'
import type { Provisioning } from '../use/guard.ts'

/** What a connection sent of somebody, as it is kept. */
export const sentOf = ({ resource }: Pick<Provisioned, 'resource'>): Resource =>
  JSON.parse(resource) as Resource // written by this area alone

export const isActive = ({ account_disabled_at }: Provisioned): boolean => account_disabled_at === null

/** An account that is disabled here, and not by the connection, is another state than the one that it sent. */
export const versionOf = (row: Provisioned): string => `W/"${row.version}${isActive(row) ? '' : '-inactive'}"`

/** Somebody as their connection sees them. */
export function userView(
  { base }: Pick<Provisioning, 'base'>,
  row: Provisioned,
  memberships: readonly Membership[],
): Resource {
  const sent = sentOf(row)
  const extensions = userType.extensions.map(({ id }) => id).filter((id) => sent[id] !== undefined)
  const groups = memberships.map(({ id, display_name }) => ({
    value: id,
    $ref: `${base}/Groups/${id}`,
    display: display_name,
    type: 'direct',
  }))
  return {
    schemas: [userType.schema.id, ...extensions],
    id: row.user_id,
    ...sent,
    active: isActive(row),
    ...(groups.length > 0 && { groups }),
    meta: {
      resourceType: 'User',
      created: isoTime(row.created_at),
      lastModified: isoTime(row.updated_at),
      location: `${base}/Users/${row.user_id}`,
      version: versionOf(row),
    },
  }
}

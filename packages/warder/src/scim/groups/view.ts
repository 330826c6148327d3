import { groupType, type Resource } from '@warder/protocol'
import type { Group } from '../../store/provisioning/groups.ts'
import { isoTime } from '../../time.ts'
import type { Provisioning } from '../use/guard.ts'

export const versionOf = ({ version }: Pick<Group, 'version'>): string => `W/"${version}"`

/** A group as its connection sees it. @param members undefined where nobody asks for them */
export function groupView({ base }: Provisioning, group: Group, members?: readonly string[]): Resource {
  return {
    schemas: [groupType.schema.id],
    id: group.id,
    ...(group.external_id !== null && { externalId: group.external_id }),
    displayName: group.display_name,
    ...(members?.length && {
      members: members.map((value) => ({ value, $ref: `${base}/Users/${value}`, type: 'User' })),
    }),
    meta: {
      resourceType: 'Group',
      created: isoTime(group.created_at),
      lastModified: isoTime(group.updated_at),
      location: `${base}/Groups/${group.id}`,
      version: versionOf(group),
    },
  }
}

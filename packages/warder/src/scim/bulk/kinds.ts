import { Problem, type BulkOperation } from '@warder/protocol'
import { maxBytes } from '../../http/body.ts'
import { findGroup } from '../groups/read.ts'
import { newGroup, patchGroup, removeGroup, replaceGroup } from '../groups/write.ts'
import { findUser } from '../users/read.ts'
import { unprovision } from '../users/remove.ts'
import { newPerson, patchUser, replaceUser } from '../users/write.ts'

/** What is done to each kind of resource: the same that single requests do. */
export const kinds = {
  User: {
    prefix: 'usr',
    make: newPerson,
    replace: replaceUser,
    patch: patchUser,
    remove: unprovision,
    find: findUser,
    patched: 200,
  },
  Group: {
    prefix: 'grp',
    make: newGroup,
    replace: replaceGroup,
    patch: patchGroup,
    remove: removeGroup,
    find: findGroup,
    patched: 204,
  },
} as const

/** No operation is larger than the body of a single request. @throws Problem `payload_too_large` */
export function requireSmall({ data }: BulkOperation): void {
  if (data !== undefined && Buffer.byteLength(JSON.stringify(data)) > maxBytes)
    throw new Problem('payload_too_large', { detail: `The data of an operation may have ${maxBytes} bytes.` })
}

import { Problem } from '@warder/protocol'
import { empty, json } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import {
  createRole,
  deleteRole,
  findRole,
  grantRole,
  listHolders,
  listRoles,
  revokeRole,
  updateRole,
} from '../../roles/manage.ts'
import { idIn, listing, making, nothing, work, workOn } from '../administration.ts'
import { adminPermissions } from '../permissions.ts'
import { newHolder, newRole, roleChange } from './inputs.ts'

const roleCursor = /^role_(?:[0-9a-f]{2}){1,64}$/
const personCursor = /^usr_[0-9a-z]{1,40}$/

/** What administration knows; applications have permissions of their own beside them. */
export const listPermissions = work(async () => {
  const items = Object.entries(adminPermissions).map(([name, description]) => ({ name, description }))
  return json({ items, next_cursor: null })
})

export const listEveryRole = listing(roleCursor, nothing, (by, { limit, cursor }) =>
  listRoles(by, { limit, ...(cursor !== undefined && { cursor }) }),
)

export const makeRole = making(
  newRole,
  async (by, input) => shown(await createRole(by, input), 201),
  (by, name) => findRole(by, name),
)

export const showRole = work(async (by, _input, call) => shown(await findRole(by, idIn(call))))

export const changeRole = workOn(roleChange, async (by, { permissions, description }, call) => {
  const change = { ...(permissions && { permissions }), ...(description !== undefined && { description }) }
  return shown(await updateRole(by, idIn(call), change))
})

export const removeRole = work(async (by, _input, call) => {
  await deleteRole(by, idIn(call))
  return empty(204)
})

export const listRoleHolders = listing(personCursor, nothing, (by, page, call) =>
  listHolders(by, idIn(call), page),
)

export const giveRole = workOn(newHolder, async (by, { user_id }, call) =>
  shown(await grantRole(by, personId(user_id), idIn(call))),
)

export const takeRole = work(async (by, _input, call) => {
  await revokeRole(by, personId(call.params['part'] ?? ''), idIn(call))
  return empty(204)
})

function personId(text: string): string {
  if (text.startsWith('usr_')) return text
  throw new Problem('not_found', { detail: 'There is no such user.' })
}

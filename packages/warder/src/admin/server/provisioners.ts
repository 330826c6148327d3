import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import {
  createConnection,
  listConnections,
  newConnection,
  revokeConnection,
  rotateConnection,
  showConnection,
} from '../../scim/connections/connection.ts'
import { listGroups, mapGroup } from '../../scim/connections/mapping.ts'
import { idIn, listing, making, nothing, work, workOn } from '../administration.ts'

const cursorForm = /^prv_[0-9a-z]{1,40}$/
const groupCursor = /^grp_[0-9a-z]{1,40}$/

const rotation = z.object({ grace_period_seconds: z.number().int().min(0).optional() })
/** Null for a group that gives its members nothing. */
const mapped = z.object({ role: z.string().max(64).nullable() })

export const listProvisioners = listing(cursorForm, nothing, (by, { limit, cursor }) =>
  listConnections(by, { limit, ...(cursor !== undefined && { cursor }) }),
)

/** With its token, which is told this once. */
export const makeProvisioner = making(
  newConnection,
  async (by, input) => json(await createConnection(by, input), { status: 201 }),
  (by, id) => showConnection(by, id),
)

export const showProvisioner = work(async (by, _input, call) => json(await showConnection(by, idIn(call))))

export const rotateProvisioner = {
  ...workOn(rotation, async (by, { grace_period_seconds }, call) =>
    json(await rotateConnection(by, idIn(call), grace_period_seconds)),
  ),
  optional: true as const,
}

export const endProvisioner = work(async (by, _input, call) => {
  await revokeConnection(by, idIn(call))
  return empty(204)
})

export const listProvisionedGroups = listing(groupCursor, nothing, (by, { limit, cursor }, call) =>
  listGroups(by, idIn(call), { limit, ...(cursor !== undefined && { cursor }) }),
)

export const mapProvisionedGroup = workOn(mapped, async (by, { role }, call) =>
  json(await mapGroup(by, idIn(call), role)),
)

import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import {
  claimDomain,
  findDomain,
  listDomains,
  removeDomain,
  verifyDomain,
} from '../../tenants/domains/manage.ts'
import { moveTenant } from '../../tenants/domains/move.ts'
import { idIn, listing, making, nothing, partIn, work, workOn } from '../administration.ts'

const newDomain = z.object({ name: z.string().max(1000) })

const move = z.object({
  /** One that is verified; null for where a tenant without one is. */
  domain: z.string().max(1000).nullable(),
})

/** A page ends with a domain. */
const cursorForm = /^[a-z0-9.-]{1,253}$/

export const listDomainsOf = listing(cursorForm, nothing, (by, page, call) =>
  listDomains(by, idIn(call), page),
)

export const makeClaim = making(
  newDomain,
  async (by, { name }, call) => json(await claimDomain(by, idIn(call), name), { status: 201 }),
  (by, id, call) => findDomain(by, idIn(call), id),
)

export const showDomain = work(async (by, _input, call) =>
  json(await findDomain(by, idIn(call), partIn(call))),
)

export const dropDomain = work(async (by, _input, call) => {
  await removeDomain(by, idIn(call), partIn(call))
  return empty(204)
})

export const verifyTheDomain = work(async (by, _input, call) =>
  json(await verifyDomain(by, idIn(call), partIn(call))),
)

export const moveTheTenant = workOn(move, async (by, { domain }, call) =>
  shown(await moveTenant(by, idIn(call), domain)),
)

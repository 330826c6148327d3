import * as z from 'zod'
import { shown } from '../../http/conditional.ts'
import { createTenant, findTenant, listTenants, resumeTenant, suspendTenant } from '../../tenants/manage.ts'
import { idIn, listing, making, nothing, work } from '../administration.ts'

const newTenant = z.object({
  name: z.string().max(1000),
  slug: z.string().max(1000),
  /** Each tenant has people of its own. */
  directory: z.literal('own').optional(),
})

/** A page ends with a slug. */
const cursorForm = /^[a-z][a-z0-9-]{0,63}$/

export const listEveryTenant = listing(cursorForm, nothing, (by, page) => listTenants(by, page))

export const makeTenant = making(
  newTenant,
  async (by, input) => shown(await createTenant(by, input), 201),
  findTenant,
)

export const showTenant = work(async (by, _input, call) => shown(await findTenant(by, idIn(call))))

export const stopTenant = work(async (by, _input, call) => shown(await suspendTenant(by, idIn(call))))

export const startTenant = work(async (by, _input, call) => shown(await resumeTenant(by, idIn(call))))

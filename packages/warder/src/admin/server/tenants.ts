import * as z from 'zod'
import { empty } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import { deleteTenant } from '../../tenants/delete.ts'
import {
  createTenant,
  findTenant,
  listTenants,
  resumeTenant,
  suspendTenant,
  updateTenant,
} from '../../tenants/manage.ts'
import { tenantNamed } from '../../tenants/named.ts'
import { tenantOf } from '../../tenants/tenant.ts'
import { setTenantSecondFactor } from '../../users/lifecycle/require-second-factor.ts'
import { given, idIn, listing, making, work, workOn } from '../administration.ts'

const word = z.string().max(1000)

const seats = z.number().int().min(1).max(1_000_000)

const newTenant = z.object({
  name: word,
  slug: word,
  /** `own` people, or members among those of the first tenant, no more than there are `seats`. */
  directory: z.enum(['own', 'common']).optional(),
  seats: seats.optional(),
  tier: word.optional(),
  /** Claimed for it, each with a record that proves it. */
  domains: z.array(word).max(20).optional(),
})

const tenantChange = z.object({
  name: word.optional(),
  tier: word.nullable().optional(),
  seats: seats.nullable().optional(),
  /** What its pages and mails have of their own; null for what is to be that of the server. */
  brand: z
    .object({
      name: word.nullable().optional(),
      color: z.string().max(7).nullable().optional(),
      /** A picture as `data:image/png;base64,…`, of at most 45 kB. */
      logo: z.string().max(61_000).nullable().optional(),
    })
    .optional(),
})

/** A page ends with a slug. */
const cursorForm = /^[a-z][a-z0-9-]{0,63}$/

/** Of one tier, and those whose slug begins so. */
const asked = z.object({
  tier: z.string().max(64).optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9-]{0,40}$/, 'has small letters, digits and hyphens alone')
    .optional(),
})

export const listEveryTenant = listing(cursorForm, asked, (by, page) => listTenants(by, page))

export const makeTenant = making(
  newTenant,
  async (by, input) => shown(await createTenant(by, input), 201),
  findTenant,
)

export const showTenant = work(async (by, _input, call) => shown(await findTenant(by, idIn(call))))

export const changeTenant = workOn(tenantChange, async (by, change, call) =>
  shown(await updateTenant(by, idIn(call), given(change))),
)

/** It is gone for everybody when this answers; what it has is erased in the background. */
export const dropTenant = work(async (by, _input, call) => {
  await deleteTenant(by, idIn(call))
  return empty(204)
})

export const stopTenant = work(async (by, _input, call) => shown(await suspendTenant(by, idIn(call))))

export const startTenant = work(async (by, _input, call) => shown(await resumeTenant(by, idIn(call))))

/** Whether everybody who signs in to it needs a second factor, from their next sign-in on. */
export const setSecondFactor = workOn(z.object({ required: z.boolean() }), async (by, { required }, call) => {
  const tenant = tenantOf(await tenantNamed(by, idIn(call)), by.app.config)
  await setTenantSecondFactor({ ...by, tenant }, required)
  by.app.tenants.forget()
  return shown(await findTenant(by, tenant.id))
})

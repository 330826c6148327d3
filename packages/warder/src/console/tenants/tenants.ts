import { Problem } from '@warder/protocol'
import { answer, done } from '../../account/frame.ts'
import type { Answer } from '../../http/answer.ts'
import { deleteTenantPage, suspendTenantPage, tenantPage } from '../../pages/console/tenants/tenant.ts'
import {
  newTenantFields,
  newTenantPage,
  tenantPath,
  tenantsPage,
  type NewTenantView,
  type TenantRow,
} from '../../pages/console/tenants/tenants.ts'
import { ask, idOf, named, ofId, type Listed } from '../ask.ts'
import { consoleFrame, doing, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'

export const list: Handler = async (call, does) => {
  const { searchParams } = call.url
  const [slug = '', tier = ''] = ['slug', 'tier'].map((name) =>
    (searchParams.get(name) ?? '').trim().toLowerCase(),
  )
  const view = { ...consoleFrame(call), asked: { slug, tier } }
  try {
    const query = { slug, tier, cursor: searchParams.get('cursor') }
    const found = (await ask<Listed<TenantRow>>(call, does, { query })).value
    return answer(call, tenantsPage({ ...view, ...found, errors: {} }))
  } catch (error) {
    const { fields, whole, status } = wrongWith(error, ['slug', 'tier'])
    if (whole !== undefined) throw error
    return answer(call, tenantsPage({ ...view, items: [], next_cursor: null, errors: fields }), status)
  }
}

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewTenantView, 'values' | 'errors' | 'whole'>

function form(call: ConsoleCall, shown: Shown, status = 200): Answer {
  return answer(call, newTenantPage({ ...consoleFrame(call), ...shown }), status)
}

/** How many may belong to it, as it was typed; null for any number. @throws Problem `invalid_input` */
function seatsIn(text: string): number | null {
  if (text === '') return null
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  const detail = 'Please type a whole number, at least 1, or nothing for any number.'
  throw new Problem('invalid_input', { detail, errors: [{ pointer: '/seats', detail }] })
}

export const make: Handler = async (call, does) => {
  const values = Object.fromEntries(
    [...newTenantFields, 'directory'].map((name) => [name, named(call, name)]),
  )
  const { seats: typed = '', tier = '', ...texts } = values
  try {
    const seats = seatsIn(typed)
    const body = { ...texts, ...(seats !== null && { seats }), ...(tier !== '' && { tier }) }
    const { value } = await ask<TenantRow>(call, does, { body })
    return done(call, tenantPath(value), 'made')
  } catch (error) {
    const { fields: errors, whole, status } = wrongWith(error, newTenantFields)
    return form(call, { values, errors, whole }, status)
  }
}

export const tenantIn = (call: ConsoleCall) => ask<TenantRow>(call, 'GET /api/admin/tenants/:id', ofId(call))

async function view(call: ConsoleCall, wrong?: Parameters<Again>[1]) {
  const { value: tenant, state } = await tenantIn(call)
  return { ...withWrong(call, wrong), tenant, state, first: tenant.id === call.tenant.id }
}

const one: Again = async (call, wrong) => answer(call, tenantPage(await view(call, wrong)), wrong?.status)
export const show: Handler = (call) => one(call)

const toTenant = (call: ConsoleCall): string => tenantPath({ slug: idOf(call) })

export const change = doing({
  asked: (call) => {
    const seats = call.caller.form.get('seats')
    const body = {
      name: named(call, 'name'),
      tier: named(call, 'tier') || null,
      ...(seats !== null && { seats: seatsIn(seats) }),
      ...(call.caller.form.has('brand_name') && {
        brand: { name: named(call, 'brand_name') || null, color: named(call, 'brand_color') || null },
      }),
    }
    return { ...ofId(call), body }
  },
  to: toTenant,
  outcome: 'saved',
  again: one,
})

const askSuspend: Again = async (call, wrong) =>
  answer(call, suspendTenantPage({ ...(await view(call)), whole: wrong?.whole }), wrong?.status)
export const confirmSuspension: Handler = (call) => askSuspend(call)
export const suspend = doing({ asked: ofId, to: toTenant, outcome: 'suspended', again: askSuspend })
export const resume = doing({ asked: ofId, to: toTenant, outcome: 'resumed', again: one })

/** Whether everybody needs a second step there, as the button says. */
export const setSecondFactor: Handler = (call, does) => {
  const required = named(call, 'required') === 'yes'
  const outcome = required ? 'second-factor-on' : 'second-factor-off'
  const asked = () => ({ ...ofId(call), body: { required } })
  return doing({ asked, to: toTenant, outcome, again: one })(call, does)
}

const askRemoval: Again = async (call, wrong) =>
  answer(call, deleteTenantPage({ ...(await view(call)), whole: wrong?.whole }), wrong?.status)
export const confirmRemoval: Handler = (call) => askRemoval(call)

const removing = doing({
  asked: ofId,
  to: () => '/console/tenants',
  outcome: 'tenant-deleted',
  again: askRemoval,
})

/** What erases many is done by somebody who has written what it erases. */
export const remove: Handler = async (call, does) => {
  const { slug } = (await tenantIn(call)).value
  if (named(call, 'typed').trim() !== slug)
    return askRemoval(call, {
      whole: `Nothing was deleted. Type ${slug} in the field to delete it.`,
      status: 400,
    })
  return removing(call, does)
}

import { Problem } from '@warder/protocol'
import { answer } from '../../account/frame.ts'
import {
  domainsPage,
  moveTenantPage,
  removeDomainPage,
  type DomainRow,
} from '../../pages/console/tenants/domains.ts'
import { tenantPath } from '../../pages/console/tenants/tenants.ts'
import { ask, idOf, named, ofId, type Asked, type Listed } from '../ask.ts'
import { consoleFrame, doing, withWrong, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'
import { tenantIn } from './tenants.ts'

const all = async (call: ConsoleCall, wrong?: Parameters<Again>[1]) => {
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const { items, next_cursor } = (
    await ask<Listed<DomainRow>>(call, 'GET /api/admin/tenants/:id/domains', asked)
  ).value
  const tenant = (await tenantIn(call)).value
  return { ...withWrong(call, wrong), tenant, domains: items, next_cursor }
}

const some: Again = async (call, wrong) => answer(call, domainsPage(await all(call, wrong)), wrong?.status)
export const list: Handler = (call) => some(call)

const toThem = (call: ConsoleCall): string => `${tenantPath({ slug: idOf(call) })}/domains`

export const claim = doing({
  asked: (call) => ({ ...ofId(call), body: { name: named(call, 'name') } }),
  to: toThem,
  outcome: 'claimed',
  again: async (call, wrong) => {
    const view = { ...(await all(call)), claimed: named(call, 'name'), error: wrong?.whole }
    return answer(call, domainsPage(view), wrong?.status)
  },
})
const ofPart = ({ params }: ConsoleCall): Asked => ({ params })

const verifying = doing({ asked: ofPart, to: toThem, outcome: 'verified', again: some })

/** Where DNS does not answer the page says so: it is nothing that went wrong here. */
export const verify: Handler = async (call, does) => {
  try {
    return await verifying(call, does)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'provider_failed') throw error
    return some(call, { whole: `${error.message} Try again in a while.`, status: error.status })
  }
}

async function view(call: ConsoleCall) {
  const tenant = (await tenantIn(call)).value
  const { value: domain } = await ask<DomainRow>(
    call,
    'GET /api/admin/tenants/:id/domains/:part',
    ofPart(call),
  )
  return { ...consoleFrame(call), tenant, domain }
}

const askRemoval: Again = async (call, wrong) =>
  answer(call, removeDomainPage({ ...(await view(call)), whole: wrong?.whole }), wrong?.status)
export const confirmRemoval: Handler = (call) => askRemoval(call)
export const remove = doing({ asked: ofPart, to: toThem, outcome: 'domain-removed', again: askRemoval })

const askMove: Again = async (call, wrong) =>
  answer(call, moveTenantPage({ ...(await view(call)), whole: wrong?.whole }), wrong?.status)
export const confirmMove: Handler = (call) => askMove(call)

/** To the domain that the path names. */
export const move: Handler = async (call, does) => {
  const { domain } = await view(call)
  const asked = () => ({ ...ofId(call), body: { domain: domain.name } })
  return doing({ asked, to: toThem, outcome: 'moved', again: askMove })(call, does)
}

const askReturn: Again = async (call, wrong) => {
  const tenant = (await tenantIn(call)).value
  const page = moveTenantPage({ ...consoleFrame(call), tenant, domain: undefined, whole: wrong?.whole })
  return answer(call, page, wrong?.status)
}
export const confirmReturn: Handler = (call) => askReturn(call)

/** To where it would be without a domain. */
export const goBack = doing({
  asked: (call) => ({ ...ofId(call), body: { domain: null } }),
  to: toThem,
  outcome: 'moved',
  again: askReturn,
})

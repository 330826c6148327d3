import { json } from '../../http/answer.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { pageAsked } from '../../http/paging.ts'
import { route, type Route } from '../../http/router.ts'
import { person } from '../../sessions/guard.ts'
import { tenantsOf } from '../../tenants/same-people.ts'
import { jsonOf } from '../outcome.ts'
import { switchTo } from './switch.ts'

/** A page ends with a slug. */
const cursorForm = /^[a-z][a-z0-9-]{0,63}$/

/** The tenants of a person, and going on from one to another. As pages: `account/organisations/`. */
export const switchingRoutes: readonly Route[] = [
  route('GET', '/auth/tenants', unlimited, person, 'problem', async (call) => {
    const asked = pageAsked(call.url.searchParams, cursorForm)
    const { items, next_cursor } = await tenantsOf(call, call.caller.user_id, asked)
    const shown = items.map(({ id, slug, name, issuer }) => {
      return { id, slug, name, issuer, current: id === call.tenant.id }
    })
    return json({ items: shown, next_cursor })
  }),
  route('POST', '/auth/tenants/:id/switch', costly, person, 'problem', async (call) =>
    jsonOf(await switchTo(call, call.caller, call.params['id'] ?? '')),
  ),
]

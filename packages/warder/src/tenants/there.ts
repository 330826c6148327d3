import type { Call } from '../http/router.ts'
import type { Tenant } from './tenant.ts'

/** The same call, for another tenant: what is opened in it is of that one. Its answer stays where it is. */
export function there<C>(call: Call<C>, tenant: Tenant): Call<C> {
  // A copy would lose the address, which is parsed when somebody asks for it.
  return Object.assign(Object.create(call), { tenant }) as Call<C> // it has the rest of the call behind it
}

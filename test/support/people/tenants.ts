import {
  createClient,
  type ClientView,
  type NewClient,
} from '../../../packages/warder/src/oauth-server/register.ts'
import type { Warder } from '../../../packages/warder/src/index.ts'
import { findBySlug } from '../../../packages/warder/src/store/tenants.ts'
import { createTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { tenantOf, type Tenant } from '../../../packages/warder/src/tenants/tenant.ts'
import { createUser, type NewPerson, type Operator } from '../../../packages/warder/src/users/manage.ts'
import type { UserView } from '../../../packages/warder/src/users/profile.ts'
import type { Browser } from '../cookies.ts'
import { redirect_uri } from '../oauth.ts'
import { goodPassword, json, type TestWarder } from '../warder.ts'

/** One tenant of a server, and what its operator does. */
export type TenantPlace = {
  tenant: Tenant
  by: Operator
  /** A path of the tenant. */
  at: (path: string) => string
  user: (email?: string, more?: Partial<NewPerson>) => Promise<UserView>
  client: (change?: Partial<NewClient>) => Promise<ClientView>
}

/** The same, and what people do in it. */
export type TenantWorld = TenantPlace & {
  /** Signs in with the good password, as a program. */
  token: (email?: string) => Promise<string>
  /** A browser in which somebody is signed in to the tenant. */
  signedIn: (email?: string, browser?: Browser) => Promise<Browser>
}

/** The tenant that is at the root. */
export const firstTenant = (warder: TestWarder): TenantWorld => worldOf(warder, placeOf(warder.operator))

/** Makes a tenant, as `warder tenant create` does. */
export async function makeTenant(warder: TestWarder, slug: string): Promise<TenantWorld> {
  return worldOf(warder, await makePlace(warder, slug))
}

/** The same on any server. */
export async function makePlace(
  { app, operator }: Pick<Warder, 'app' | 'operator'>,
  slug: string,
): Promise<TenantPlace> {
  await createTenant(operator, { slug, name: `The people of ${slug}` })
  const row = await findBySlug(app.db, slug)
  if (!row) throw new Error('it was made')
  return placeOf({ ...operator, tenant: tenantOf(row, app.config) })
}

export function placeOf(by: Operator): TenantPlace {
  return {
    tenant: by.tenant,
    by,
    at: (path) => by.tenant.prefix + path,
    user: (email = 'ada@example.com', more = {}) =>
      createUser(by, { email, full_name: 'Ada Lovelace', password: goodPassword, ...more }),
    client: (change = {}) =>
      createClient(by, { name: 'Notes', type: 'confidential', redirect_uris: [redirect_uri], ...change }),
  }
}

function worldOf(warder: TestWarder, place: TenantPlace): TenantWorld {
  const { at } = place
  return {
    ...place,
    token: async (email = 'ada@example.com') => {
      const answer = await warder.post(at('/auth/login'), { email, password: goodPassword })
      return (await json<{ access_token: string }>(answer)).access_token
    },
    signedIn: async (email = 'ada@example.com', browser = warder.browser()) => {
      await browser.submit(await browser.open(at('/login')), at('/login'), { email, password: goodPassword })
      return browser
    },
  }
}

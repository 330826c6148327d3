import {
  createClient,
  type ClientView,
  type NewClient,
} from '../../packages/warder/src/oauth-server/register.ts'
import { findBySlug } from '../../packages/warder/src/store/tenants.ts'
import { createTenant } from '../../packages/warder/src/tenants/manage.ts'
import { tenantOf, type Tenant } from '../../packages/warder/src/tenants/tenant.ts'
import { createUser, type NewPerson, type Operator } from '../../packages/warder/src/users/manage.ts'
import type { UserView } from '../../packages/warder/src/users/profile.ts'
import type { Browser } from './cookies.ts'
import { redirect_uri } from './oauth.ts'
import { goodPassword, json, type TestWarder } from './warder.ts'

/** One tenant of a server, and what is done in it. */
export type TenantWorld = {
  tenant: Tenant
  by: Operator
  /** A path of the tenant. */
  at: (path: string) => string
  user: (email?: string, more?: Partial<NewPerson>) => Promise<UserView>
  client: (change?: Partial<NewClient>) => Promise<ClientView>
  /** Signs in with the good password, as a program. */
  token: (email?: string) => Promise<string>
  /** A browser in which somebody is signed in to the tenant. */
  signedIn: (email?: string, browser?: Browser) => Promise<Browser>
}

/** The tenant that is at the root. */
export function firstTenant(warder: TestWarder): TenantWorld {
  return worldOf(warder, warder.operator)
}

/** Makes a tenant, as `warder tenant create` does. */
export async function makeTenant(
  warder: Pick<TestWarder, 'app' | 'operator'>,
  slug: string,
): Promise<TenantWorld> {
  await createTenant(warder.operator, { slug, name: `The people of ${slug}` })
  const row = await findBySlug(warder.app.db, slug)
  if (!row) throw new Error('it was made')
  return worldOf(warder, { ...warder.operator, tenant: tenantOf(row, warder.app.config) })
}

function worldOf(warder: TestWarder, by: Operator): TenantWorld {
  const at = (path: string) => by.tenant.prefix + path
  return {
    tenant: by.tenant,
    by,
    at,
    user: (email = 'ada@example.com', more = {}) =>
      createUser(by, { email, full_name: 'Ada Lovelace', password: goodPassword, ...more }),
    client: (change = {}) =>
      createClient(by, { name: 'Notes', type: 'confidential', redirect_uris: [redirect_uri], ...change }),
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

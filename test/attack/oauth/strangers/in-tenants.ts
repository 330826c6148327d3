import { after, before, beforeEach, describe } from 'node:test'
import { startDocuments, type DocumentPlace } from '../../../support/oauth-clients/documents.ts'
import { oauthWorld, type OAuthWorld } from '../../../support/oauth.ts'
import { makeShared, type Shared } from '../../../support/people/members.ts'
import { firstTenant, makeTenant, type TenantPlace } from '../../../support/people/tenants.ts'
import { stores } from '../../../support/services.ts'
import { asRoot } from '../../../support/tenants/as-root.ts'
import { startWarder, type TestWarder } from '../../../support/warder.ts'

/** One server, and what people and clients do in each of its tenants. */
export type Tenants = {
  warder: TestWarder
  documents: DocumentPlace
  first: TenantPlace
  acme: TenantPlace
  other: TenantPlace
  /** Of the people of the first one, of whom Ada is a member. */
  shared: Shared
  /** As if it were at the root. */
  in: (place: TenantPlace) => OAuthWorld
}

/** The same tests on each database. What they take is there once they run. */
export function inTenants(what: string, tests: (tenants: Tenants) => void): void {
  for (const [kind, fresh] of stores())
    describe(`${what} on ${kind}`, () => {
      const tenants = {} as Tenants // filled before the first test
      let drop: () => Promise<void>
      before(async () => {
        const store = await fresh()
        drop = store.drop
        const settings = { 'limits.costly': '1000', 'registration.policy': 'open', database_url: store.url }
        const warder = await startWarder(settings, { dev: true, metadata_documents: ['localhost'] })
        const first = firstTenant(warder)
        Object.assign(tenants, {
          warder,
          documents: await startDocuments(),
          first,
          acme: await makeTenant(warder, 'acme'),
          other: await makeTenant(warder, 'other'),
          shared: await makeShared(warder, 'shared'),
          in: (place: TenantPlace) => worldIn(warder, place),
        } satisfies Tenants)
        const { id } = await first.user()
        await tenants.shared.member(id)
        for (const place of [tenants.acme, tenants.other]) await place.user()
      })
      after(async () => {
        tenants.documents.close()
        await tenants.warder.close()
        await drop()
      })
      beforeEach(() => {
        // Another minute: one host is asked so often in a minute and no more.
        tenants.warder.clock.now += 61
      })
      tests(tenants)
    })
}

function worldIn(warder: TestWarder, place: TenantPlace): OAuthWorld {
  const { prefix, shared, slug } = place.tenant
  if (prefix === '') return oauthWorld(warder)
  const world = oauthWorld(asRoot(warder, place))
  if (!shared) return world
  // People of the first tenant sign in there and go on.
  world.signedIn = async (email) => {
    const path = '/account/organisations'
    const { cookies, open, submit } = await oauthWorld(warder).signedIn(email)
    await submit(await open(path), `${path}/${slug}`, {})
    const browser = world.warder.browser()
    for (const [name, value] of cookies) browser.cookies.set(name.replace(new RegExp(`_${slug}$`), ''), value)
    return browser
  }
  return world
}

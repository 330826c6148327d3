import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { removeConnection } from '../../../packages/warder/src/connections/manage.ts'
import { isoTime } from '../../../packages/warder/src/time.ts'
import { entity, signed } from '../../support/saml/provider.ts'
import { fromAnotherSite, pathOf, sessionCount, startSaml, type SamlWorld } from '../../support/saml/world.ts'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const names = 'urn:oasis:names:tc:SAML:2.0:assertion'

/** Whoever came from an identity provider has a second factor to set up here, and meanwhile something happens there. */
describe('a sign-in that came from elsewhere and waits', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml({}, { 'second_factor.policy': 'required' })
  })
  after(() => world.warder.close())

  let made = 0
  async function waiting(name_id: string, session_index: string) {
    const browser = world.warder.browser()
    const attributes = { email: [`${name_id}@acme.example`] }
    assert.equal((await world.signIn(browser, { name_id, session_index, attributes })).path, '/mfa/set-up')
    return async () => (await browser.open('/mfa/set-up')).path
  }
  async function signedOut(name: string, index?: string): Promise<void> {
    const { sp } = world.connection
    const session = index === undefined ? '' : `<samlp:SessionIndex>${index}</samlp:SessionIndex>`
    const request = `<samlp:LogoutRequest xmlns:samlp="${protocol}" Destination="${sp.slo_url}" ID="_w${++made}" IssueInstant="${isoTime(world.warder.clock.now)}" Version="2.0"><saml:Issuer xmlns:saml="${names}">${entity}</saml:Issuer><saml:NameID xmlns:saml="${names}">${name}</saml:NameID>${session}</samlp:LogoutRequest>`
    const answer = await fromAnotherSite(world.warder, pathOf(sp.slo_url), {
      SAMLRequest: Buffer.from(signed(request, world.key)).toString('base64'),
    })
    assert.ok(answer.status < 400, await answer.text())
  }

  test('SA-24 is over once its person has signed out there, and nobody else’s', async () => {
    const [ada, adaElsewhere, bob] = [
      await waiting('ada-7', '_one'),
      await waiting('ada-7', '_two'),
      await waiting('bob-8', '_three'),
    ]
    await signedOut('ada-7', '_one')
    assert.deepEqual(
      [await ada(), await adaElsewhere(), await bob()],
      ['/login', '/mfa/set-up', '/mfa/set-up'],
    )
    await signedOut('ada-7')
    assert.deepEqual([await adaElsewhere(), await bob()], ['/login', '/mfa/set-up'])
  })

  test('is over once the connection is removed that it came by', async () => {
    const ada = await waiting('ada-7', '_four')
    await removeConnection(world.warder.operator, world.connection.id)
    assert.equal(await ada(), '/login')
    assert.equal(await sessionCount(world.warder), 0)
  })
})

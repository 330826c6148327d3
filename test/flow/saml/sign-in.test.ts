import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sealed } from '../../support/saml/encryption.ts'
import { assertionOf, responseOf, signed, signedResponse } from '../../support/saml/provider.ts'
import {
  certificateOf,
  domain,
  messageIn,
  pathOf,
  sessionCount,
  sso,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { hiddenFields } from '../../support/cookies.ts'

describe('signing in with the identity provider of an organisation', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml()
  })
  after(() => world.warder.close())

  test('the sign-in page has its button, which leads to the provider with a request', async () => {
    const { warder, connection } = world
    const browser = warder.browser()
    const page = await browser.open('/login?return_to=/account/sessions')
    assert.match(
      page.html,
      /href="\/auth\/saml\/acme\/login\?redirect=%2Faccount%2Fsessions">Continue with Acme/,
    )
    const { path } = await browser.open(pathOf(connection.sp.login_url))
    assert.ok(path.startsWith(`${sso}?SAMLRequest=`))
    const message = messageIn(path)
    assert.match(message, /AssertionConsumerServiceURL="https:\/\/id.example\/auth\/saml\/acme\/acs"/)
    assert.match(message, /<saml:Issuer>https:\/\/id.example\/auth\/saml\/acme\/metadata<\/saml:Issuer>/)
    assert.doesNotMatch(path, /RelayState/)
  })

  test('whoever comes for the first time gets an account, and is led to where they wanted', async () => {
    const browser = world.warder.browser()
    const page = await world.signIn(browser, {}, '?redirect=/account/sessions')
    assert.equal(page.path, '/account/sessions')
    assert.match(page.html, /Ada Lovelace/)
    const [user] = await world.warder.app.db.selectFrom('user').selectAll().execute()
    assert.equal(user?.full_name, 'Ada Lovelace')
    const [session] = await world.warder.app.db.selectFrom('session').selectAll().execute()
    assert.equal(session?.amr, 'fed')
  })

  test('the same person comes back to the same account, also by another address', async () => {
    const page = await world.signIn(world.warder.browser(), { attributes: { email: [`countess@${domain}`] } })
    assert.equal(page.path, '/account')
    assert.match(page.html, /ada@acme\.example/)
  })

  test('an application that waits gets its answer after it', async () => {
    const { warder } = world
    const page = await world.signIn(warder.browser(), {}, '?interaction=wot_unknown')
    assert.ok(page.path.startsWith('/oauth/authorize?interaction=wot_unknown'))
  })

  test('a person with a second factor is asked for it, and the session still belongs to the sign-in there', async () => {
    const { warder } = world
    const { db } = warder.app
    await db.updateTable('user').set({ second_factor_required_at: 1 }).execute()
    const page = await world.signIn(warder.browser())
    assert.match(page.path, /^\/mfa\/set-up/)
    await db.updateTable('user').set({ second_factor_required_at: null }).execute()
    const attempts = await db
      .selectFrom('one_time_token')
      .select('data')
      .where('purpose', '=', 'sign_in_attempt')
      .execute()
    const waiting = attempts.map(({ data }) => JSON.parse(data) as { from: { name_id: string } | null })
    assert.deepEqual(
      waiting.map(({ from }) => from?.name_id),
      ['ada-7'],
    )
  })
})

describe('what is encrypted', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml({ encrypted: true, cbc: true })
  })
  after(() => world.warder.close())

  for (const cipher of ['aes-128-gcm', 'aes-256-gcm'] as const)
    test(`an assertion in ${cipher} signs in`, async () => {
      const browser = world.warder.browser()
      const said = world.says({ in_response_to: await world.begin(browser) })
      const encrypted = sealed(signed(assertionOf(said), world.key), await certificateOf(world), cipher)
      assert.equal((await world.bring(browser, responseOf(said, encrypted))).path, '/account')
    })

  test('one in AES-CBC does so inside a signed response alone', async () => {
    for (const [signs, path] of [
      [true, /^\/account$/],
      [false, /why=failed/],
    ] as const) {
      const browser = world.warder.browser()
      const said = world.says({ in_response_to: await world.begin(browser) })
      const encrypted = sealed(
        signed(assertionOf(said), world.key),
        await certificateOf(world),
        'aes-128-cbc',
      )
      const response = responseOf(said, encrypted)
      const page = await world.bring(browser, signs ? signed(response, world.key) : response)
      assert.match(page.path, path)
    }
  })

  test('one in clear does not, where it has to be encrypted', async () => {
    const page = await world.signIn(world.warder.browser())
    assert.match(page.path, /^\/login\?with=con_\w+&why=failed$/)
    assert.match(page.html, /Signing in with Acme did not work just now/)
  })
})

describe('who comes without having been sent', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml({ idp_initiated: true })
  })
  after(() => world.warder.close())

  test('is shown as whom, and is in by the button of that page', async () => {
    const { warder, key } = world
    const browser = warder.browser()
    const page = await world.bring(browser, signedResponse(world.says({ in_response_to: undefined }), key))
    assert.match(page.path, /^\/auth\/saml\/acme\/resume\?handle=wot_/)
    assert.match(page.html, /ada@acme\.example/)
    assert.equal(await sessionCount(warder), 0)
    assert.equal((await browser.submit(page, '/auth/saml/acme/resume', {})).path, '/account')
    assert.equal(await sessionCount(warder), 1)

    const handle = hiddenFields(page.html, '/auth/saml/acme/resume')['handle'] ?? ''
    assert.equal((await browser.open(`/auth/saml/acme/resume?handle=${handle}`)).status, 400)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import { at, offer, upstreamWorld, withLocalIssuers } from '../../support/upstream/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('what is written down of accounts elsewhere', () => {
  let warder: TestWarder
  let issuer: Issuer
  let world: ReturnType<typeof upstreamWorld>
  before(async () => {
    issuer = await startIssuer()
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer)])
    world = upstreamWorld(warder, issuer)
  })
  after(async () => {
    await warder.close()
    await issuer.close()
  })

  const events = async (type: string) =>
    warder.app.db
      .selectFrom('audit_event')
      .select(['outcome', 'actor', 'subject', 'detail'])
      .where('type', '=', type)
      .execute()

  test('LP-04 identity.connected and identity.disconnected: by whom, and at which provider', async () => {
    const { id, email } = await warder.user()
    const browser = warder.browser()
    await world.withPassword(browser, email)
    const begun = await browser.open('/account/security/identities/acme/connect')
    const asked = await browser.open(issuer.allow(begun.path, { sub: 'ada' }))
    const page = await browser.submit(asked, '/account/security/identities/connect', {})
    const said = { outcome: 'succeeded', actor: id, subject: id, detail: '{"provider":"acme"}' }
    assert.deepEqual(await events('identity.connected'), [said])

    const [, action = ''] =
      /action="(\/account\/security\/identities\/crd_\w+\/remove)"/.exec(page.html) ?? []
    const gone = await browser.submit(page, action, {})
    assert.equal(gone.path, '/account/security?done=identity-removed')
    assert.deepEqual(await events('identity.disconnected'), [said])
  })

  test('LP-04 sign_in.elsewhere: why it was refused, in a word, and nothing that the provider said', async () => {
    issuer.answers.set('/token', (response) =>
      response.writeHead(400).end('{"error":"the secret of somebody"}'),
    )
    await world.refused({ sub: 'mallory' })
    issuer.answers.clear()
    const refused = await events('sign_in.elsewhere')
    const detail = '{"provider":"acme","reason":"status 400"}'
    assert.deepEqual(refused, [{ outcome: 'refused', actor: null, subject: null, detail }])
    assert.ok(!warder.lines.join('\n').includes('the secret of somebody'))
  })
})

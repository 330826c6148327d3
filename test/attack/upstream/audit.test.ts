import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
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

  test('LP-01 no secret of a sign-in elsewhere stands in the log, in the audit or in any table', async () => {
    const browser = warder.browser()
    const back = issuer.allow(await world.begin(browser), {
      sub: 'eve',
      email: 'eve@acme.example',
      email_verified: true,
    })
    assert.equal((await browser.open(back)).path, '/account')
    const query = new URLSearchParams(back.split('?')[1])
    const { nonce } = JSON.parse(Buffer.from(issuer.given.split('.')[1] ?? '', 'base64url').toString()) as {
      nonce: string
    }
    const secrets = {
      'the secret of the client': issuer.secret,
      'the ID token': issuer.given,
      'the code': query.get('code'),
      'the state': query.get('state'),
      'the verifier': issuer.forms.at(-1)?.get('code_verifier'),
      'the nonce': nonce,
    }
    const { db } = warder.app
    const stored: unknown[] = []
    for (const { name } of await db.introspection.getTables())
      stored.push((await sql`select * from ${sql.table(name)}`.execute(db)).rows)
    const text =
      warder.lines.join('\n') +
      JSON.stringify(stored, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(secret, `there is no ${name}`)
      assert.ok(!text.includes(secret), name)
    }
  })
})

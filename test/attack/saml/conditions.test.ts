import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertionOf, responseOf, signed, signedResponse, type Said } from '../../support/saml/provider.ts'
import {
  fromAnotherSite,
  lastReason,
  metadataOf,
  pathOf,
  sessionCount,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { addConnection, updateConnection } from '../../../packages/warder/src/connections/manage.ts'

let world: SamlWorld
before(async () => {
  world = await startSaml()
})
after(() => world.warder.close())

async function refused(change: Partial<Said>, reason: string): Promise<void> {
  const before = await sessionCount(world.warder)
  const { length } = world.warder.lines
  const page = await world.signIn(world.warder.browser(), change)
  assert.match(page.path, /why=(failed|denied)$/)
  assert.equal(await sessionCount(world.warder), before)
  assert.equal(await lastReason(world.warder), reason)
  assert.doesNotMatch(world.warder.lines.slice(length).join('\n'), /ada@acme|ada-7/)
}

const now = 1_800_000_000
const elsewhere = 'https://other.example/auth/saml/acme/acs'

// oxfmt-ignore
const table: [id: string, what: string, change: Partial<Said>, reason: string][] = [
  ['SA-12', 'an assertion for another service',             { audiences: ['https://other.example'] },                                        'audience'],
  ['SA-12', 'one for nobody in particular',                 { audiences: [] },                                                               'incomplete'],
  ['SA-12', 'one for several services',                     { audiences: ['https://id.example/auth/saml/acme/metadata', 'https://other.example'] }, 'audience'],
  ['SA-13', 'a response to another address',                { destination: elsewhere },                                                      'destination'],
  ['SA-13', 'one to no address',                            { destination: undefined },                                                      'incomplete'],
  ['SA-13', 'an assertion to be brought elsewhere',         { recipient: elsewhere },                                                        'recipient'],
  ['SA-13', 'one to be brought anywhere',                   { recipient: undefined },                                                        'incomplete'],
  ['SA-14', 'an answer to what nobody asked',               { in_response_to: '_unknown' },                                                  'in_response_to'],
  ['SA-14', 'one that answers nothing',                     { in_response_to: undefined },                                                   'in_response_to'],
  ['SA-15', 'an assertion that is not good yet',            { not_before: now + 61 },                                                        'early'],
  ['SA-15', 'one that is over',                             { not_on_or_after: now - 60 },                                                   'expired'],
  ['SA-15', 'one that was made in the future',              { issued: now + 61 },                                                            'early'],
  ['SA-15', 'one whose sign-in there has ended',            { session_until: now },                                                          'expired'],
  ['SA-15', 'one without conditions',                       { conditions: false },                                                           'incomplete'],
  ['SA-19', 'a refusal with a signed assertion in it',      { status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' },                      'status'],
  ['SA-27', 'a name that is made anew each time',           { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },               'subject'],
  ['SA-27', 'one of which nothing is said',                 { format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' },             'subject'],
  ['SA-27', 'one that was made for another service',        { name_id_attributes: ' SPNameQualifier="https://other.example"' },              'name_id'],
  ['SA-15', 'one that does not say when somebody signed in',{ authn_instant: undefined },                                                    'incomplete'],
  ['SA-15', 'one of somebody who will have signed in',      { authn_instant: now + 61 },                                                     'early'],
  ['SA-12', 'one for us, and of another restriction not',   { more_conditions: `<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>` }, 'audience'],
  ['SA-12', 'one under a condition that nobody knows',      { more_conditions: '<saml:Condition></saml:Condition>' },                       'conditions'],
  ['SA-12', 'one under a condition of another language',    { more_conditions: '<x:OneTimeUse xmlns:x="urn:example:other"></x:OneTimeUse>' }, 'conditions'],
  ['SA-12', 'one that says two times to be used once',      { more_conditions: '<saml:OneTimeUse></saml:OneTimeUse>'.repeat(2) },           'conditions'],
  ['SA-12', 'one that is passed on under two rules',        { more_conditions: '<saml:ProxyRestriction Count="1"></saml:ProxyRestriction>'.repeat(2) }, 'conditions'],
  ['SA-24', 'an assertion of another provider',             { issuer: 'https://evil.example' },                                              'issuer'],
]
for (const [id, what, change, reason] of table)
  test(`${id} ${what} signs nobody in`, () => refused(change, reason))

test('SAML Core §2.5.1.4, §2.5.1.5 and §2.5.1.6: restrictions that we are all in are met, and so are those of use', async () => {
  const { entity_id } = world.connection.sp
  const more_conditions =
    `<saml:AudienceRestriction><saml:Audience>${entity_id}</saml:Audience></saml:AudienceRestriction>` +
    '<saml:OneTimeUse></saml:OneTimeUse><saml:ProxyRestriction Count="0"></saml:ProxyRestriction>'
  assert.equal((await world.signIn(world.warder.browser(), { more_conditions })).path, '/account')
})

test('SA-27 what only looks like space is a part of a name, which is somebody else', async () => {
  const attributes = { email: ['frank@acme.example'] }
  await world.signIn(world.warder.browser(), { name_id: 'frank', attributes })
  // No-break space and ideographic space: both are letters of a name to XML.
  for (const name_id of ['frank\u00A0', '\u3000frank']) {
    const page = await world.signIn(world.warder.browser(), { name_id, attributes: {} })
    assert.match(page.path, /why=unconfirmed/)
  }
  assert.equal(
    (await world.signIn(world.warder.browser(), { name_id: '\n  frank ', attributes: {} })).path,
    '/account',
  )
})

test('SA-15 a clock may be off by a minute', async () => {
  for (const change of [{ not_before: now + 60 }, { not_on_or_after: now - 59 }])
    assert.equal((await world.signIn(world.warder.browser(), change)).path, '/account')
})

test('SA-15 the session ends with the sign-in there, and not a second later', async () => {
  const { warder } = world
  const browser = warder.browser()
  assert.equal((await world.signIn(browser, { session_until: now + 100 })).path, '/account')
  warder.clock.now = now + 99
  assert.equal((await browser.open('/account')).path, '/account')
  warder.clock.now = now + 100
  assert.match((await browser.open('/account')).path, /^\/login/)
  warder.clock.now = now
})

describe('SA-14 an answer', () => {
  test('SA-14 is good one time', async () => {
    const browser = world.warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser) })
    assert.equal((await world.bring(browser, signedResponse(said, world.key))).path, '/account')
    const again = signedResponse({ ...said, id: '_again' }, world.key)
    assert.match((await world.bring(world.warder.browser(), again)).path, /why=failed/)
  })

  test('SA-14 is for the browser that asked', async () => {
    const [alice, mallory] = [world.warder.browser(), world.warder.browser()]
    await mallory.open('/login')
    const said = world.says({ in_response_to: await world.begin(alice) })
    const page = await world.bring(mallory, signedResponse(said, world.key))
    assert.equal(page.status, 400)
    assert.match(page.html, /begun in another browser/)
  })

  test('SA-14 names in its envelope what it names in the assertion', async () => {
    const browser = world.warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser) })
    const response = responseOf({ ...said, in_response_to: '_other' }, signed(assertionOf(said), world.key))
    assert.match((await world.bring(browser, response)).path, /why=failed/)
  })

  test('SA-14 of one connection is none of another', async () => {
    const { warder, key } = world
    const other = await startSamlBeside(world)
    const browser = warder.browser()
    const in_response_to = await world.begin(browser)
    const { sp } = other
    const said = world.says({ in_response_to, acs: sp.acs_url, sp: sp.entity_id })
    const fields = { SAMLResponse: Buffer.from(signedResponse(said, key)).toString('base64') }
    const response = await fromAnotherSite(warder, pathOf(sp.acs_url), fields)
    assert.match(response.headers.get('location') ?? '', /why=failed/)
  })
})

/** A second one of the same provider. */
async function startSamlBeside({ warder, key }: SamlWorld) {
  const metadata = { document: metadataOf([key]) }
  return addConnection(warder.operator, { name: 'beside', metadata, choices: {} })
}

for (const RelayState of [
  '//evil.example',
  'javascript:alert(1)',
  'https://evil.example',
  'x'.repeat(10_000),
  'wot_forged',
])
  test(`SA-22 RelayState ${RelayState.slice(0, 30)} leads nowhere`, async () => {
    const browser = world.warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser) })
    const page = await world.bring(browser, signedResponse(said, world.key), { RelayState })
    assert.equal(page.path, '/account')
  })

describe('UP-07 an address', () => {
  const email = 'bob@other.example'

  test('UP-07 that is not theirs opens no account, and makes none', async () => {
    await world.warder.user(email)
    for (const address of [email, 'nobody@other.example']) {
      const said = { name_id: address, attributes: { email: [address] } }
      assert.match((await world.signIn(world.warder.browser(), said)).path, /why=unconfirmed/)
    }
  })

  test('UP-07 of their domain opens the account that has it, whose person is told', async () => {
    const { warder } = world
    const { id } = await warder.user('carol@acme.example')
    const page = await world.signIn(warder.browser(), {
      name_id: 'carol',
      attributes: { email: ['Carol@Acme.example'] },
    })
    assert.equal(page.path, '/account')
    const { user_id } = await warder.app.db
      .selectFrom('session')
      .select('user_id')
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .where('user_id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(user_id, id)
    const [mail] = (await warder.inbox()).filter(({ to }) => to === 'carol@acme.example')
    assert.match(mail?.text ?? '', /Acme/)
  })

  test('UP-07 of a domain that is not theirs any more opens nothing', async () => {
    const { warder } = world
    await warder.user('dave@acme.example')
    await updateConnection(warder.operator, 'acme', { choices: { domains: ['new.example'] } })
    const page = await world.signIn(warder.browser(), {
      name_id: 'dave',
      attributes: { email: ['dave@acme.example'] },
    })
    assert.match(page.path, /why=unconfirmed/)
    await updateConnection(warder.operator, 'acme', { choices: { domains: ['acme.example'] } })
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addConnection, updateConnection } from '../../../packages/warder/src/connections/manage.ts'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../../support/cookies.ts'
import { claimsOf, oauthWorld, redirect_uri, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { signedResponse, type Said } from '../../support/saml/provider.ts'
import {
  idIn,
  lastReason,
  messageIn,
  metadataOf,
  pathOf,
  sessionCount,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { json } from '../../support/warder.ts'

const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'
const token = 'urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken'
const mfa = 'https://refeds.org/profile/mfa'

let world: SamlWorld
let oauth: OAuthWorld
let client: ClientView
before(async () => {
  world = await startSaml()
  oauth = oauthWorld(world.warder)
  client = await oauth.client({ skip_consent: true })
})
after(() => world.warder.close())

/** The request that a browser is sent to the provider with. */
async function requestOf(browser: Browser, query = ''): Promise<string> {
  const response = await browser.send(`${pathOf(world.connection.sp.login_url)}${query}`)
  return messageIn(response.headers.get('location') ?? '')
}

/** An application asks, and whoever it asks for chooses the provider on the page to sign in. */
async function asked(browser: Browser, change: Record<string, string>): Promise<string> {
  const page = await browser.open(oauth.address(client, change))
  const [query = ''] = /\?interaction=[\w-]+/.exec(page.path) ?? []
  assert.notEqual(query, '', page.path)
  return requestOf(browser, query)
}

const answer = (browser: Browser, request: string, change: Partial<Said>) =>
  world.bring(browser, signedResponse(world.says({ in_response_to: idIn(request), ...change }), world.key))

const idToken = async (address: string) => {
  const code = new URL(address).searchParams.get('code') ?? ''
  const { id_token = '' } = await json<Tokens>(await oauth.redeem(client, code))
  return claimsOf(id_token)
}

describe('SAML Core §3.4.1 ForceAuthn', () => {
  // oxfmt-ignore
  const table: [what: string, change: Record<string, string>, forced: boolean][] = [
    ['prompt=login',            { prompt: 'login' },          true],
    ['prompt=consent login',    { prompt: 'consent login' },  true],
    ['max_age=600',             { max_age: '600' },           true],
    ['max_age=0',               { max_age: '0' },             true],
    ['nothing of the kind',     {},                           false],
    ['prompt=consent',          { prompt: 'consent' },        false],
  ]
  for (const [what, change, forced] of table)
    test(`§3.4.1 an application that asks for ${what} ${forced ? 'has' : 'does not have'} the provider ask anew`, async () => {
      const request = await asked(world.warder.browser(), change)
      assert.equal(request.includes(' ForceAuthn="true"'), forced)
    })

  test('§3.4.1 whoever begins at the page of ours is not asked anew', async () => {
    const browser = world.warder.browser()
    for (const query of ['', '?interaction=wot_unknown', '?redirect=/account'])
      assert.doesNotMatch(await requestOf(browser, query), /ForceAuthn/)
  })

  for (const [what, change] of [
    ['prompt=login', { prompt: 'login' }],
    ['max_age', { max_age: '7200' }],
  ] as const)
    test(`§3.4.1 with ${what} an answer that tells of an earlier sign-in is not believed`, async () => {
      const before = await sessionCount(world.warder)
      const browser = world.warder.browser()
      const request = await asked(browser, change)
      const { now } = world.warder.clock
      const page = await answer(browser, request, { authn_instant: now - 61 })
      assert.match(page.path, /^\/login\?interaction=[\w-]+&with=con_\w+&why=failed$/)
      assert.equal(await lastReason(world.warder), 'stale')
      assert.equal(await sessionCount(world.warder), before)
    })

  test('§3.4.1 with prompt=login a new one leads to the application, which is told when it was', async () => {
    const { clock } = world.warder
    const browser = world.warder.browser()
    const request = await asked(browser, { prompt: 'login' })
    clock.now += 30
    const page = await answer(browser, request, { authn_instant: clock.now - 10 })
    assert.ok(page.path.startsWith(`${redirect_uri}?code=`), page.path)
    assert.equal((await idToken(page.path))['auth_time'], clock.now - 10)
  })

  test('§3.4.1 a clock there that is behind ours by less than a minute leads nobody in a circle', async () => {
    const { clock } = world.warder
    const browser = world.warder.browser()
    const request = await asked(browser, { prompt: 'login' })
    const page = await answer(browser, request, { authn_instant: clock.now - 59 })
    assert.ok(page.path.startsWith(`${redirect_uri}?code=`), page.path)
    assert.equal((await idToken(page.path))['auth_time'], clock.now)
  })
})

describe('SAML Core §2.7.2 AuthnInstant', () => {
  test('§2.7.2 is when somebody has signed in, however late they come from there', async () => {
    const { clock } = world.warder
    const browser = world.warder.browser()
    const authn_instant = clock.now - 7200
    const first = await answer(browser, await asked(browser, {}), { authn_instant })
    assert.equal((await idToken(first.path))['auth_time'], authn_instant)

    // What an application is told holds for the next one as well: that sign-in is not one of the last hour.
    const page = await browser.open(oauth.address(client, { max_age: '3600' }))
    assert.match(page.path, /^\/login\?interaction=/)
    assert.ok((await browser.open(oauth.address(client, { max_age: '7200' }))).path.startsWith(redirect_uri))
  })

  test('§2.7.2 a sign-in of some time ago is not fresh enough to make what signs in, and is made anew there', async () => {
    const { clock } = world.warder
    const browser = world.warder.browser()
    await world.signIn(browser, { authn_instant: clock.now - 301 })
    const confirm = await browser.open('/account/api-keys/new')
    assert.match(confirm.path, /^\/reauthenticate/)
    const [, link = ''] = /href="(\/auth\/saml\/[^"]*again=yes[^"]*)"/.exec(confirm.html) ?? []
    const response = await browser.send(link.replaceAll('&amp;', '&'))
    const request = messageIn(response.headers.get('location') ?? '')
    assert.match(request, / ForceAuthn="true"/)
    assert.match(
      (await answer(browser, request, { authn_instant: clock.now - 61 })).path,
      /^\/reauthenticate/,
    )
    assert.equal(await lastReason(world.warder), 'stale')
    const again = await browser.send(link.replaceAll('&amp;', '&'))
    const page = await answer(browser, messageIn(again.headers.get('location') ?? ''), {})
    assert.equal(page.path, '/account/api-keys/new')
  })

  test('§2.7.2 a sign-in of this moment is', async () => {
    const browser = world.warder.browser()
    await world.signIn(browser)
    assert.equal((await browser.open('/account/api-keys/new')).path, '/account/api-keys/new')
  })
})

describe('SAML Core §3.3.2.2.1 RequestedAuthnContext', () => {
  before(async () => {
    await updateConnection(world.warder.operator, 'acme', { choices: { authn_contexts: [token, mfa] } })
  })
  after(async () => {
    await updateConnection(world.warder.operator, 'acme', { choices: { authn_contexts: [] } })
  })

  test('§3.3.2.2.1 the classes that a connection demands are asked for, behind the policy of names', async () => {
    assert.match(
      await requestOf(world.warder.browser()),
      new RegExp(
        `</samlp:NameIDPolicy><samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>${token}</saml:AuthnContextClassRef><saml:AuthnContextClassRef>${mfa}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>$`,
      ),
    )
  })

  for (const [authn_context, path] of [
    [token, /^\/account$/],
    [mfa, /^\/account$/],
    [password, /why=failed$/],
    [`${mfa}/x`, /why=failed$/],
    ['', /why=failed$/],
  ] as const)
    test(`§2.7.2.2 a sign-in of the class ${authn_context || '(none)'} ${path.source.includes('account') ? 'is' : 'is not'} one of them`, async () => {
      assert.match((await world.signIn(world.warder.browser(), { authn_context })).path, path)
      if (path.source.includes('failed')) assert.equal(await lastReason(world.warder), 'authn_context')
    })

  test('§2.7.2.2 what was not asked for has to be of them too', async () => {
    const { warder, key } = world
    await updateConnection(warder.operator, 'acme', { choices: { idp_initiated: true } })
    const said = world.says({ in_response_to: undefined })
    assert.match((await world.bring(warder.browser(), signedResponse(said, key))).path, /why=failed/)
    await updateConnection(warder.operator, 'acme', { choices: { idp_initiated: false } })
  })
})

describe('SAML Core §2.7.2.2 a class of several factors', () => {
  before(async () => {
    const choices = { multi_factor_contexts: [mfa] }
    await updateConnection(world.warder.operator, 'acme', { choices })
  })
  after(async () => {
    await updateConnection(world.warder.operator, 'acme', { choices: { multi_factor_contexts: [] } })
  })
  const acr_values = 'urn:warder:aal2'

  test('§2.7.2.2 is told to an application as its own acr and amr', async () => {
    const browser = world.warder.browser()
    const page = await answer(browser, await asked(browser, { acr_values }), { authn_context: mfa })
    assert.ok(page.path.startsWith(`${redirect_uri}?code=`), page.path)
    const { acr, amr } = await idToken(page.path)
    assert.deepEqual({ acr, amr }, { acr: 'urn:warder:aal2', amr: ['fed', 'mfa'] })
  })

  test('§2.7.2.2 another class is one factor, and the second is asked for here', async () => {
    const browser = world.warder.browser()
    const page = await answer(browser, await asked(browser, { acr_values }), { authn_context: password })
    assert.match(page.path, /^\/(reauthenticate|mfa)/)
  })

  test('§2.7.2.2 whoever must have a second factor has had it there', async () => {
    const { db } = world.warder.app
    await db.updateTable('user').set({ second_factor_required_at: 1 }).execute()
    assert.equal((await world.signIn(world.warder.browser(), { authn_context: mfa })).path, '/account')
    assert.equal((await world.signIn(world.warder.browser())).path, '/mfa/set-up')
    await db.updateTable('user').set({ second_factor_required_at: null }).execute()
  })
})

describe('SAML Core §3.4.1.1 NameIDPolicy', () => {
  const formats = {
    persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  } as const
  after(async () => {
    const choices = { name_id_format: 'any', attributes: {} } as const
    await updateConnection(world.warder.operator, 'acme', { choices })
  })

  // oxfmt-ignore
  const asks: [name_id_format: 'any' | keyof typeof formats, policy: string][] = [
    ['any',         '<samlp:NameIDPolicy AllowCreate="true">'],
    ['persistent',  `<samlp:NameIDPolicy AllowCreate="true" Format="${formats.persistent}">`],
    ['email',       `<samlp:NameIDPolicy AllowCreate="true" Format="${formats.email}">`],
    ['transient',   `<samlp:NameIDPolicy Format="${formats.transient}">`],
  ]
  for (const [name_id_format, policy] of asks)
    test(`§3.4.1.1 ${name_id_format} is asked for, told in our metadata, and no other taken`, async () => {
      const attributes = name_id_format === 'transient' ? { subject: 'uid' } : {}
      await updateConnection(world.warder.operator, 'acme', { choices: { name_id_format, attributes } })
      assert.ok((await requestOf(world.warder.browser())).includes(policy))
      const metadata = await (await world.warder.get(pathOf(world.connection.sp.metadata_url))).text()
      const told = [...metadata.matchAll(/<md:NameIDFormat>([^<]*)</g)].map(([, one]) => one)
      const { persistent, email } = formats
      assert.deepEqual(told, name_id_format === 'any' ? [persistent, email] : [formats[name_id_format]])
      for (const [kind, format] of Object.entries(formats)) {
        const said = { email: ['ada@acme.example'], uid: ['ada'] }
        const page = await world.signIn(world.warder.browser(), { format, attributes: said })
        const lasting = kind !== 'transient' || name_id_format === 'transient'
        const fits = name_id_format === 'any' ? lasting : kind === name_id_format
        assert.match(page.path, fits ? /^\/account$/ : /why=failed$/, `${kind} for ${name_id_format}`)
      }
    })

  test('§8.3.8 a transient name alone is nobody’s', async () => {
    const { warder, key } = world
    const metadata = { document: metadataOf([key]) }
    const choices = { name_id_format: 'transient' } as const
    await assert.rejects(addConnection(warder.operator, { name: 'nobody', metadata, choices }), {
      code: 'invalid_input',
    })
  })
})

describe('SAML Core §2.4.1.2 Address', () => {
  const from = (address: string | undefined) => world.signIn(world.warder.browser(), { address })
  after(async () => {
    await updateConnection(world.warder.operator, 'acme', { choices: { same_address: false } })
  })

  test('§2.4.1.2 is looked at where that was chosen', async () => {
    assert.equal((await from('203.0.113.7')).path, '/account')
    await updateConnection(world.warder.operator, 'acme', { choices: { same_address: true } })
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1', undefined])
      assert.equal((await from(address)).path, '/account')
    for (const address of ['203.0.113.7', '192.0.2.10', '']) {
      assert.match((await from(address)).path, /why=failed/)
      assert.equal(await lastReason(world.warder), 'address')
    }
  })
})

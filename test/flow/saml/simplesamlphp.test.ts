import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  addConnection,
  findConnection,
  updateConnection,
} from '../../../packages/warder/src/connections/manage.ts'
import { refreshConnections } from '../../../packages/warder/src/connections/refresh.ts'
import type { ConnectionView } from '../../../packages/warder/src/connections/view.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import type { Browser, Page } from '../../support/cookies.ts'
import { claimsOf, oauthWorld, redirect_uri, type Tokens } from '../../support/oauth.ts'
import { person, startProvider, type Provider, type Service } from '../../support/saml/simplesamlphp.ts'
import { fromAnotherSite, messageIn, pathOf, sessionCount, wayOn } from '../../support/saml/world.ts'
import { json, origin as here, startWarder, type TestWarder } from '../../support/warder.ts'

/** Goes about at the provider, as the same browser does: forms by hand, redirects up to what leads back to us. */
function elsewhere(provider: Provider) {
  const cookies = new Map<string, string>()
  const send = async (
    address: string,
    init: RequestInit = {},
  ): Promise<{ location?: string; html: string }> => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    const html = await response.text()
    if (location === null) return { html }
    const next = new URL(location, address)
    return next.origin === provider.origin ? send(next.href) : { location: next.href, html }
  }
  const fields = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [
          name,
          value
            .replaceAll('&quot;', '"')
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
            .replaceAll('&amp;', '&'),
        ],
      ),
    )
  /** Signs in where it is asked for, and gives the form that leads back. */
  const signIn = async (address: string): Promise<Record<string, string>> => {
    const asked = await send(address)
    if (asked.html.includes('SAMLResponse')) return fields(asked.html)
    const { AuthState = '' } = fields(asked.html)
    const body = new URLSearchParams({ username: person.user, password: person.password, AuthState })
    const answered = await send(`${provider.origin}/simplesaml/module.php/core/loginuserpass.php`, {
      method: 'POST',
      body,
    })
    return fields(answered.html)
  }
  return { send, signIn }
}

describe('SimpleSAMLphp as the identity provider', () => {
  let warder: TestWarder
  let provider: Provider
  let connection: ConnectionView
  let certificate: string
  before(async () => {
    provider = await startProvider()
    // Its addresses are of this machine, which is taken in development alone.
    warder = await startWarder({}, { dev: true })
    warder.clock.now = Math.floor(Date.now() / 1000)
    await createRole(warder.operator, { name: 'developer', permissions: ['docs:write'] })
    connection = await addConnection(warder.operator, {
      name: 'acme',
      metadata: { document: await provider.metadata() },
      choices: {
        title: 'Acme',
        domains: ['acme.example'],
        roles: { engineers: 'developer' },
        sign_requests: true,
        signed_assertion: true,
      },
    })
    ;({ certificate } = await warder.app.db
      .selectFrom('connection')
      .select('certificate')
      .executeTakeFirstOrThrow())
  })
  after(async () => {
    await warder.close()
    await provider.stop()
  })

  const knows = (encrypted = false, more: Pick<Service, 'name_encrypted' | 'name_as_asked'> = {}) => {
    const { entity_id, acs_url: acs, slo_url: slo } = connection.sp
    provider.knows({ entity_id, acs, slo, certificate, encrypted, ...more })
  }

  const now = () => Math.floor(Date.now() / 1000)

  async function signIn(browser: Browser, there: ReturnType<typeof elsewhere>, query = ''): Promise<Page> {
    warder.clock.now = now()
    const { path } = await browser.open(`${pathOf(connection.sp.login_url)}${query}`)
    assert.ok(path.startsWith(`${provider.origin}/simplesaml/saml2/idp/SSOService.php?SAMLRequest=`), path)
    const form = await there.signIn(path)
    const response = await fromAnotherSite(warder, pathOf(connection.sp.acs_url), form)
    return browser.open(response.headers.get('location') ?? '')
  }

  test('a person signs in with a request that is signed and an assertion that is signed', async () => {
    knows()
    const page = await signIn(warder.browser(), elsewhere(provider))
    assert.equal(page.path, '/account')
    assert.match(page.html, /ada@acme\.example/)
    const user = await warder.app.db.selectFrom('user').select(['id', 'full_name']).executeTakeFirstOrThrow()
    assert.equal(user.full_name, 'Ada & "Lovelace" <Countess>')
    const roles = await warder.app.db
      .selectFrom('user_role')
      .select('role')
      .where('user_id', '=', user.id)
      .execute()
    assert.deepEqual(roles, [{ role: 'developer' }])
  })

  for (const [cbc, path] of [
    [true, /^\/account$/],
    [false, /why=failed/],
  ] as const)
    test(`an assertion that is encrypted with AES-CBC, where that is ${cbc ? 'taken' : 'not taken'}`, async () => {
      knows(true)
      await updateConnection(warder.operator, 'acme', { choices: { cbc, encrypted: true } })
      assert.match((await signIn(warder.browser(), elsewhere(provider))).path, path)
      await updateConnection(warder.operator, 'acme', { choices: { encrypted: false } })
    })

  test('signing out here signs out there, and leads back', async () => {
    knows()
    const [browser, there] = [warder.browser(), elsewhere(provider)]
    assert.equal((await signIn(browser, there)).path, '/account')
    const left = wayOn(await browser.submit(await browser.open('/logout'), '/logout', {}))
    assert.ok(left.startsWith(`${provider.origin}/simplesaml/saml2/idp/SingleLogoutService.php?SAMLRequest=`))
    const { location = '' } = await there.send(left)
    assert.ok(location.startsWith(`${connection.sp.slo_url}?SAMLResponse=`), location)
    const page = await browser.open(pathOf(location))
    assert.deepEqual([page.status, page.path], [200, '/logout'])
    // There they are asked who they are again.
    const { path } = await browser.open(pathOf(connection.sp.login_url))
    assert.match((await there.send(path)).html, /name="password"/)
  })

  test('signing out there signs out here, and is answered', async () => {
    knows()
    const [browser, there] = [warder.browser(), elsewhere(provider)]
    assert.equal((await signIn(browser, there)).path, '/account')
    const before = await sessionCount(warder)
    const start = `${provider.origin}/simplesaml/saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(`${provider.origin}/simplesaml/logout.php`)}`
    const { location = '' } = await there.send(start)
    assert.ok(location.startsWith(`${connection.sp.slo_url}?SAMLRequest=`), location)
    const answered = await warder.get(pathOf(location))
    assert.equal(answered.status, 303)
    assert.match((await browser.open('/account')).path, /^\/login/)
    assert.ok((await sessionCount(warder)) < before)
    const done = await there.send(answered.headers.get('location') ?? '')
    assert.doesNotMatch(done.html, /SimpleSAML_Error|exception/i)
  })

  test('whoever begins at the provider comes here, where that is wished', async () => {
    knows()
    await updateConnection(warder.operator, 'acme', { choices: { idp_initiated: true } })
    warder.clock.now = Math.floor(Date.now() / 1000)
    const { entity_id, acs_url } = connection.sp
    const start = `${provider.origin}/simplesaml/saml2/idp/SSOService.php?spentityid=${encodeURIComponent(entity_id)}&RelayState=https%3A%2F%2Fevil.example`
    const form = await elsewhere(provider).signIn(start)
    const browser = warder.browser()
    const response = await fromAnotherSite(warder, pathOf(acs_url), form)
    const page = await browser.open(response.headers.get('location') ?? '')
    assert.match(page.html, /Sign in with <bdi>Acme/)
    assert.equal((await browser.submit(page, '/auth/saml/acme/resume', {})).path, '/account')
    assert.ok(connection.sp.acs_url.startsWith(here))
  })

  test('SAML Core §3.4.1: an application that wants a new sign-in has its person asked for the password there', async () => {
    knows()
    const oauth = oauthWorld(warder)
    const client = await oauth.client({ skip_consent: true })
    const [browser, there] = [warder.browser(), elsewhere(provider)]
    assert.equal((await signIn(browser, there)).path, '/account')

    const { path } = await browser.open(pathOf(connection.sp.login_url))
    assert.doesNotMatch((await there.send(path)).html, /name="password"/, 'it knows them by their cookie')
    const page = await browser.open(oauth.address(client, { prompt: 'login' }))
    const [query = ''] = /\?interaction=[\w-]+/.exec(page.path) ?? []
    const begun = now()
    const forced = await browser.open(`${pathOf(connection.sp.login_url)}${query}`)
    assert.match((await there.send(forced.path)).html, /name="password"/)
    const back = await signIn(browser, there, query)
    assert.ok(back.path.startsWith(`${redirect_uri}?code=`), back.path)
    const code = new URL(back.path).searchParams.get('code') ?? ''
    const { id_token = '' } = await json<Tokens>(await oauth.redeem(client, code))
    assert.ok(Number(claimsOf(id_token)['auth_time']) >= begun)
  })

  test('SAML Core §3.3.2.2.1: a class is demanded, and what it says instead is refused', async () => {
    knows()
    const classes = 'urn:oasis:names:tc:SAML:2.0:ac:classes'
    for (const [name, path] of [
      ['Password', /^\/account$/],
      ['X509', /why=failed/],
    ] as const) {
      const authn_contexts = [`${classes}:${name}`]
      await updateConnection(warder.operator, 'acme', { choices: { authn_contexts } })
      assert.match((await signIn(warder.browser(), elsewhere(provider))).path, path)
    }
    await updateConnection(warder.operator, 'acme', { choices: { authn_contexts: [] } })
  })

  test('SAML Core §3.4.1.1: it gives the kind of name that it is asked for, or is refused', async () => {
    knows()
    const choices = { name_id_format: 'transient', attributes: { subject: 'uid' } } as const
    await updateConnection(warder.operator, 'acme', { choices })
    assert.match((await signIn(warder.browser(), elsewhere(provider))).path, /why=failed/)
    knows(false, { name_as_asked: true })
    assert.equal((await signIn(warder.browser(), elsewhere(provider))).path, '/account')
    const { name_format } = await warder.app.db
      .selectFrom('foreign_session')
      .select('name_format')
      .where('name_format', 'like', '%transient')
      .executeTakeFirstOrThrow()
    assert.equal(name_format, 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient')
    const usual = { name_id_format: 'any', attributes: {} } as const
    await updateConnection(warder.operator, 'acme', { choices: usual })
  })

  test('SAML Core §2.2.4: a name that it encrypts signs in, and is whose sessions end', async () => {
    knows(false, { name_encrypted: true })
    await updateConnection(warder.operator, 'acme', { choices: { cbc: true } })
    const [browser, there] = [warder.browser(), elsewhere(provider)]
    assert.equal((await signIn(browser, there)).path, '/account')
    const start = `${provider.origin}/simplesaml/saml2/idp/SingleLogoutService.php?ReturnTo=${encodeURIComponent(`${provider.origin}/simplesaml/logout.php`)}`
    const { location = '' } = await there.send(start)
    assert.match(messageIn(location), /<saml:EncryptedID/)
    assert.equal((await warder.get(pathOf(location))).status, 303)
    assert.match((await browser.open('/account')).path, /^\/login/)
    await updateConnection(warder.operator, 'acme', { choices: { cbc: false } })
  })

  test('SAML Core §3.7.1: it reads a name that we encrypt, and signs that person out', async () => {
    knows()
    await updateConnection(warder.operator, 'acme', { choices: { encrypted_names: true } })
    const [browser, there] = [warder.browser(), elsewhere(provider)]
    assert.equal((await signIn(browser, there)).path, '/account')
    const left = wayOn(await browser.submit(await browser.open('/logout'), '/logout', {}))
    assert.match(messageIn(left), /<saml:EncryptedID>/)
    const { location = '' } = await there.send(left)
    assert.ok(location.startsWith(`${connection.sp.slo_url}?SAMLResponse=`), location)
    assert.match(messageIn(location, 'SAMLResponse'), /status:Success/)
    const { path } = await browser.open(pathOf(connection.sp.login_url))
    assert.match((await there.send(path)).html, /name="password"/)
    await updateConnection(warder.operator, 'acme', { choices: { encrypted_names: false } })
  })

  /** As when its time has come. */
  async function readAgain(name: string): Promise<number> {
    warder.clock.now = now()
    await warder.app.db.updateTable('connection').set({ refresh_at: 0 }).where('name', '=', name).execute()
    assert.equal(await refreshConnections(warder.app), 1)
    const { idp, metadata } = await findConnection(warder.operator, name)
    assert.equal(metadata.failure, null)
    return idp.certificates_expire_at.length
  }

  test('SM-05 it changes its key, which its metadata tells in time', async () => {
    knows()
    const metadata = { url: provider.metadata_url, by: 'operator' } as const
    await updateConnection(warder.operator, 'acme', { metadata, choices: {} })
    assert.equal(await readAgain('acme'), 1)
    provider.signsWith('first, and second to come')
    assert.equal(await readAgain('acme'), 2)
    provider.signsWith('second')
    assert.equal((await signIn(warder.browser(), elsewhere(provider))).path, '/account')
    assert.equal(await readAgain('acme'), 1)
    assert.equal((await signIn(warder.browser(), elsewhere(provider))).path, '/account')
    provider.signsWith('first')
    assert.match((await signIn(warder.browser(), elsewhere(provider))).path, /why=failed/)
    assert.equal(await readAgain('acme'), 1)
  })

  test('SM-01 its metadata is signed, which is looked at each time it is read', async () => {
    warder.clock.now = now()
    const { metadata_url: url, certificate: signer } = provider
    const metadata = { url, by: 'operator' } as const
    const add = (metadata_certificate: string) =>
      addConnection(warder.operator, { name: 'signed', metadata, metadata_certificate, choices: {} })
    await assert.rejects(add(certificate), /signed by somebody else/)
    assert.equal((await add(signer)).signed_metadata, true)
    assert.equal(await readAgain('signed'), 1)
  })
})

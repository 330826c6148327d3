import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addConnection, updateConnection } from '../../../packages/warder/src/connections/manage.ts'
import type { ConnectionView } from '../../../packages/warder/src/connections/view.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import type { Browser, Page } from '../../support/cookies.ts'
import { person, startProvider, type Provider } from '../../support/saml/simplesamlphp.ts'
import { fromAnotherSite, pathOf, sessionCount, wayOn } from '../../support/saml/world.ts'
import { origin as here, startWarder, type TestWarder } from '../../support/warder.ts'

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

  const knows = (encrypted = false) => {
    const { entity_id, acs_url: acs, slo_url: slo } = connection.sp
    provider.knows({ entity_id, acs, slo, certificate, encrypted })
  }

  async function signIn(browser: Browser, there: ReturnType<typeof elsewhere>): Promise<Page> {
    warder.clock.now = Math.floor(Date.now() / 1000)
    const { path } = await browser.open(pathOf(connection.sp.login_url))
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
    assert.match(page.html, /Sign in with Acme/)
    assert.equal((await browser.submit(page, '/auth/saml/acme/resume', {})).path, '/account')
    assert.ok(connection.sp.acs_url.startsWith(here))
  })
})

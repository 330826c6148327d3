import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listen, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { freeOrigin, run, script } from '../../support/programs/run.ts'
import { runWarder, signUpAda } from '../../support/programs/warder.ts'
import { goodPassword } from '../../support/warder.ts'

describe('the example browser-app', { timeout: 180_000 }, () => {
  let chromium: TestBrowser
  before(async () => (chromium = await openBrowser()))
  after(() => chromium.close())

  test('in Chromium: Ada signs in, reads her notes by a token that the browser never sees, and signs out', async (t) => {
    // So short that each question to the API needs a new one, and a refresh token is never forgiven a second use.
    const warder = await runWarder(t, { WARDER_ACCESS_TOKEN_TTL: '30s', WARDER_REFRESH_GRACE: '0s' })
    const { issuer } = warder
    await signUpAda(issuer)
    const [origin, api_origin] = [await freeOrigin(), await freeOrigin()]
    const portOf = (one: string) => ['--port', new URL(one).port]
    const api = run(t, [...(await script('example:api')), ...portOf(api_origin)], { WARDER_ISSUER: issuer })
    await api.line(/Open to all/)
    const flags = [
      '--name',
      'Notes',
      '--type',
      'confidential',
      '--scope',
      'openid profile offline_access notes:read',
    ]
    const places = ['--redirect-uri', `${origin}/callback`, '--post-logout-redirect-uri', `${origin}/`]
    const { client_id, client_secret } = await warder.client(...flags, ...places, '--resource', api_origin)
    const env = {
      WARDER_ISSUER: issuer,
      API_URL: api_origin,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
    }
    const app = run(t, [...(await script('example:browser-app')), ...portOf(origin)], env)
    await app.line(/Notes at/)

    const page = await chromium.newPage()
    const complaints = listen(page)
    await page.goto(origin)
    await page.getByText('Nobody is signed in.').waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Email address').fill('ada@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('Hello, Ada Lovelace.').waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Buy punched cards' }).waitFor()

    const cookies = (await page.context().cookies(origin)).filter(({ name }) => name === 'session')
    assert.deepEqual(
      cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite]),
      [[true, 'Lax']],
    )
    const value = cookies[0]?.value ?? ''
    const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
      fetch(origin + path, { method, headers: { cookie: `session=${value}`, ...headers } })
    const own = { 'x-requested-by': 'notes' }
    // However many questions come at once: one renews, and none of them ends the session by a token used twice.
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('/api/notes', own)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array<number>(8).fill(200),
    )
    assert.equal((await ask('/api/notes', own)).status, 200)
    for (const response of [await ask('/session', {}), await ask('/api/notes', own)])
      assert.doesNotMatch(await response.text(), /token|eyJ/)

    // Another page has the cookie sent along, and not the header.
    assert.equal((await ask('/api/notes', {})).status, 403)
    assert.equal((await ask('/logout', {}, 'POST')).status, 403)
    assert.equal((await fetch(`${origin}/api/notes`, { headers: own })).status, 401)
    for (const strange of ['//', '/%', '/page/../sessions.ts'])
      assert.equal((await fetch(origin + strange)).status, 404)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Nobody is signed in.').waitFor()
    assert.equal((await ask('/api/notes', own)).status, 401)
    assert.deepEqual(complaints, [])
    assert.equal(await app.stop(), 0)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addApp } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('pages of the program that Warder is mounted in', () => {
  let warder: TestWarder
  before(async () => {
    const pages = { 'sign_in.home': '/dashboard', 'sign_in.pages': '/orders/*, /about' }
    warder = await startWarder({ ...pages, 'limits.costly': '1000' })
    await warder.user()
  })
  after(() => warder.close())

  const credentials = { email: 'ada@example.com', password: goodPassword }
  const login = (asked: string | undefined) =>
    asked === undefined ? '/login' : `/login?return_to=${encodeURIComponent(asked)}`

  // oxfmt-ignore
  const table: [asked: string | undefined, led: string][] = [
    [undefined,                '/dashboard'],
    ['/dashboard',             '/dashboard'],
    ['/orders/17',             '/orders/17'],
    ['/orders/17?open=1',      '/orders/17?open=1'],
    ['/about',                 '/about'],
    ['/account/security',      '/account/security'],
    // Not among them, though they begin like them.
    ['/orders',                '/dashboard'],
    ['/ordersabroad/17',       '/dashboard'],
    ['/about/us',              '/dashboard'],
    ['/orders/../staff',       '/dashboard'],
    ['/orders/%2e%2e/staff',   '/dashboard'],
    ['/orders/..\\\\staff',    '/dashboard'],
    ['/orders/a b',            '/dashboard'],
    [`/orders/${'1'.repeat(2000)}`, '/dashboard'],
  ]
  for (const [asked, led] of table) {
    test(`${asked?.slice(0, 40)} is led to ${led}, also who is signed in already`, async () => {
      const browser = warder.browser()
      assert.equal((await browser.submit(await browser.open(login(asked)), '/login', credentials)).path, led)
      assert.equal((await browser.open(login(asked))).path, led)
    })
  }

  test('the pages of the account lead home', async () => {
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', credentials)
    for (const path of ['/account', '/account/security'])
      assert.match((await browser.open(path)).html, /<a class="brand" href="\/dashboard">/)
  })

  test('confirming that it is you leads back too', async () => {
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', credentials)
    const asked = await browser.open('/reauthenticate?return_to=/orders/17')
    const confirmed = await browser.submit(asked, '/reauthenticate', { password: goodPassword })
    assert.equal(confirmed.path, '/orders/17')
  })

  test('a link by mail leads there, and an account elsewhere is asked to', async () => {
    const browser = warder.browser()
    const page = await browser.open('/magic?return_to=/orders/17')
    await browser.submit(page, '/magic/send', { email: credentials.email })
    const [mail] = await warder.inbox()
    const { pathname, search } = new URL(mail?.links[0] ?? '')
    assert.equal(
      (await browser.submit(await browser.open(pathname + search), '/magic', {})).path,
      '/orders/17',
    )
  })

  test('whoever registers on the way there comes to it, and a place that is nobody’s is not kept', async () => {
    for (const [asked, led] of [
      ['/orders/17', '/orders/17'],
      ['/orders/../staff', '/dashboard'],
    ] as const) {
      const person = { email: `${led.slice(1, 5)}@example.com`, password: goodPassword }
      const browser = warder.browser()
      const { html: sheet } = await browser.open(login(asked))
      const [, register = ''] = /href="(\/register[^"]*)"/.exec(sheet) ?? []
      const [, forgot = ''] = /href="(\/forgot-password[^"]*)"/.exec(sheet) ?? []
      const kept = led === asked ? `?return_to=${encodeURIComponent(asked)}` : ''
      assert.deepEqual([register, forgot], [`/register${kept}`, `/forgot-password${kept}`])
      assert.ok((await browser.open(forgot)).html.includes(`href="/login${kept}"`))

      const sent = await browser.submit(await browser.open(register), '/register', {
        ...person,
        full_name: 'Alice',
      })
      await browser.submit(sent, '/verify-email/resend', {})
      const [mail] = await warder.inbox()
      const { pathname, search } = new URL(mail?.links[0] ?? '')
      const confirmed = await browser.submit(await browser.open(pathname + search), '/verify-email', {})
      assert.equal((await browser.submit(confirmed, '/login', person)).path, led)
    }
  })

  test('a second step keeps it, and where a page of theirs signed in it goes on at /mfa', async () => {
    await warder.user('bob@example.com')
    const app = await addApp(warder, 'bob@example.com')
    const bob = { ...credentials, email: 'bob@example.com' }

    const browser = warder.browser()
    const step = await browser.submit(await browser.open(login('/orders/17')), '/login', bob)
    assert.equal(step.path, '/mfa?return_to=%2Forders%2F17')
    assert.equal((await browser.submit(step, '/mfa', { code: app.code() })).path, '/orders/17')

    const other = warder.browser()
    const headers = { 'content-type': 'application/json' }
    const answer = await other.send('/auth/login/session', {
      method: 'POST',
      headers: { ...headers, 'content-length': String(JSON.stringify(bob).length) },
      body: JSON.stringify(bob),
    })
    assert.equal((await json(answer))['mfa_required'], true)
    const page = await other.open('/mfa?return_to=/orders/17')
    assert.equal((await other.submit(page, '/mfa', { code: app.code() })).path, '/orders/17')
  })
})

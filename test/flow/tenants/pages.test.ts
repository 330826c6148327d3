import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

/** Every address in an attribute of a page. */
const addressesIn = (html: string): string[] =>
  [...html.matchAll(/ [a-z-]+="(?:\d+;url=)?(\/[^"]*)"/g)].map(([, address = '']) => address)

describe('the pages of a tenant', () => {
  let warder: TestWarder
  let acme: TenantWorld
  before(async () => {
    warder = await startWarder()
    acme = await makeTenant(warder, 'acme')
    await acme.user('ada@example.com', { roles: ['admin'] })
  })
  after(() => warder.close())

  test('every link and form, from the first page on, stays below the tenant', async () => {
    const browser = await acme.signedIn()
    const waiting = [
      '/t/acme/',
      '/t/acme/account',
      '/t/acme/register',
      '/t/acme/forgot-password',
      '/t/acme/console',
    ]
    const seen = new Set<string>()
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path) || path.includes('/download')) continue
      seen.add(path)
      const page = await browser.open(path)
      assert.equal(page.status, 200, path)
      assert.ok(page.path.startsWith('/t/acme/'), `${path} led to ${page.path}`)
      for (const address of addressesIn(page.html)) {
        assert.ok(address.startsWith('/t/acme/'), `${address} in ${path}`)
        if (page.html.includes(` href="${address}"`)) waiting.push(address.replaceAll('&amp;', '&'))
      }
    }
    assert.ok(seen.size > 15, [...seen].join(' '))
    assert.ok(seen.has('/t/acme/account/security'))
  })

  test('whoever is signed in nowhere is led to the sign-in page of the tenant, and back', async () => {
    const browser = warder.browser()
    const page = await browser.open('/t/acme/account/security')
    assert.equal(page.path, '/t/acme/login?return_to=/account/security')
    const back = await browser.submit(page, '/t/acme/login', {
      email: 'ada@example.com',
      password: 'correct horse battery staple',
    })
    assert.equal(back.path, '/t/acme/account/security')
  })

  test('what people wrote is shown as they wrote it', async () => {
    const name = '"><a href="/login">/t/acme</a> href="/login'
    await acme.user('mallory@example.com', { full_name: name })
    const { html } = await (await acme.signedIn('mallory@example.com')).open('/t/acme/account')
    assert.ok(html.includes('&quot;&gt;&lt;a href=&quot;/login&quot;&gt;/t/acme&lt;/a&gt; href=&quot;/login'))
  })

  test('a tenant that is none, and a page that is none, have a page that says so', async () => {
    for (const path of ['/t/nobody/login', '/t/acme/nothing']) {
      const answer = await warder.get(path, { accept: 'text/html' })
      assert.equal(answer.status, 404)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
    }
  })
})

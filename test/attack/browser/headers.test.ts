import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { nameOf } from '../matrix/table.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

/** What everybody may keep: it is the same for all and says nothing of anybody. */
const kept: Record<string, RegExp> = {
  'GET /assets/warder.css': /^public, max-age=31536000, immutable$/,
  'GET /assets/passkeys.js': /^public, max-age=31536000, immutable$/,
  'GET /assets/challenge.js': /^public, max-age=31536000, immutable$/,
  'GET /.well-known/openid-configuration': /^public, max-age=\d+$/,
  'GET /.well-known/oauth-authorization-server': /^public, max-age=\d+$/,
  'GET /.well-known/jwks.json': /^public, max-age=\d+$/,
  'GET /assets/back.js': /^public, max-age=31536000, immutable$/,
  'GET /oauth/revocations': /^(no-store|no-cache|public, max-age=\d+)$/,
}

const pageDialects = ['page', 'authorize']

for (const [where, settings] of [
  ['in production', {}],
  ['in development, with the inbox and the numbers', { dev: 'true', issuer: 'https://id.example' }],
] as const) {
  describe(`the headers of an answer ${where}`, () => {
    let warder: TestWarder
    let cookie: string
    before(async () => {
      warder = await startWarder(settings)
      await warder.user()
      const browser = await oauthWorld(warder).signedIn()
      cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    })
    after(() => warder.close())

    test('the inbox and the numbers are there in development alone', async () => {
      for (const path of ['/dev/inbox', '/dev/inbox.json', '/metrics']) {
        const answer = await warder.request(path, {}, '127.0.0.1')
        assert.equal(answer.status, 'dev' in settings ? 200 : 404, path)
      }
    })

    for (const { method, path, dialect } of routes) {
      const name = nameOf({ method, path })
      test(`SE-28 API8 ${name}`, async () => {
        const at = path.replaceAll(/:\w+/g, 'unknown')
        // From this very machine, which is what development asks for.
        const answer = await warder.request(at, { method, headers: { cookie } }, '127.0.0.1')
        const { headers } = answer
        const of = (header: string) => headers.get(header) ?? ''
        assert.ok(answer.status < 500, `${answer.status}`)
        assert.equal(of('x-content-type-options'), 'nosniff')
        assert.equal(of('x-frame-options'), 'DENY')
        assert.equal(of('cross-origin-opener-policy'), 'same-origin')
        const forAll = path.startsWith('/.well-known/') && answer.status === 200
        const reach = forAll ? 'cross-origin' : 'same-origin'
        assert.equal(of('cross-origin-resource-policy'), reach)
        assert.equal(of('strict-transport-security'), 'max-age=63072000; includeSubDomains')
        assert.match(of('content-security-policy'), /^default-src 'none';.*frame-ancestors 'none'$/)
        assert.doesNotMatch(of('content-security-policy'), /unsafe|\*|http:/)
        const page = pageDialects.includes(dialect)
        assert.equal(of('referrer-policy'), page ? 'same-origin' : 'no-referrer')
        if (page) assert.match(of('content-security-policy'), /form-action 'self'[^;]*; base-uri 'none'/)
        if (page) assert.match(of('permissions-policy'), /camera=\(\)/)
        for (const telling of ['server', 'x-powered-by', 'via']) assert.equal(headers.get(telling), null)
        if (headers.get('content-type')?.startsWith('text/html'))
          assert.match(of('content-type'), /charset=utf-8/)
        assert.match(of('cache-control'), kept[name] ?? /^no-store$/)
      })
    }
  })
}

test('SE-27 API3 every way out clears the cookie and what the browser kept of the pages', async () => {
  const warder = await startWarder()
  // oxfmt-ignore
  const ways: [method: string, path: string, form?: Record<string, string>][] = [
    ['POST',   '/auth/logout'],
    ['POST',   '/auth/logout/session'],
    ['POST',   '/auth/me/deactivate'],
    ['DELETE', '/auth/me'],
    ['POST',   '/logout',                     {}],
    ['POST',   '/account/privacy/deactivate', {}],
    ['POST',   '/account/privacy/erase',      { understood: 'on' }],
  ]
  for (const [at, [method, path, form]] of ways.entries()) {
    const email = `ada-${at}@example.com`
    await warder.user(email)
    const browser = await oauthWorld(warder).signedIn(email)
    const { csrf_token } = (await (await browser.send('/auth/csrf')).json()) as { csrf_token: string }
    const body = form && new URLSearchParams({ ...form, csrf_token }).toString()
    const sized = body && {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    const left = await browser.send(path, {
      method,
      headers: { 'x-csrf-token': csrf_token, ...sized },
      ...(body !== undefined && { body }),
    })
    assert.ok(left.status < 400, `${path} answers ${left.status}`)
    assert.equal(left.headers.get('clear-site-data'), '"cache"', path)
    assert.ok(
      left.headers.getSetCookie().some((text) => /^__Host-warder_session=;.*Max-Age=0/.test(text)),
      path,
    )
    assert.equal(left.headers.get('cache-control'), 'no-store', path)
    assert.match((await browser.open('/account')).path, /^\/login/, path)
  }
  await warder.close()
})

test('SE-02 each cookie of the product, set or cleared, is for this host alone, Secure, HttpOnly and SameSite=Lax', async () => {
  const warder = await startWarder({ 'risk.new_device': 'step-up' })
  await warder.user()
  await warder.tokens()
  const set: string[] = []
  const browser = warder.browser()
  const send = browser.send
  const login = async (remember: boolean) => {
    const { csrf_token } = (await (await send('/auth/csrf')).json()) as { csrf_token: string }
    const fields = { email: 'ada@example.com', password: goodPassword, csrf_token }
    const body = new URLSearchParams({ ...fields, ...(remember && { remember: 'on' }) }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    return send('/login', { method: 'POST', body, headers })
  }
  const noted = (answer: Response) => set.push(...answer.headers.getSetCookie())
  noted(await warder.get('/login'))
  noted(await warder.get('/auth/csrf'))
  await browser.open('/login')
  noted(await login(true))
  const code = (await warder.inbox()).flatMap(({ codes }) => codes)[0] ?? ''
  const page = await browser.open('/mfa')
  await browser.submit(page, '/mfa', { code: code === '000000' ? '000001' : '000000' })
  const { csrf_token } = (await (await send('/auth/csrf')).json()) as { csrf_token: string }
  const body = new URLSearchParams({ code, csrf_token }).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
  noted(await send('/mfa', { method: 'POST', body, headers: type }))
  const names = new Set(set.map((cookie) => cookie.split('=', 1)[0] ?? ''))
  assert.deepEqual(
    [...names].toSorted((a, b) => a.localeCompare(b)),
    ['browser', 'pending', 'pre', 'session'].map((name) => `__Host-warder_${name}`),
  )
  for (const cookie of set) {
    const attributes = cookie
      .split('; ')
      .slice(1)
      .filter((one) => !one.startsWith('Max-Age='))
    assert.deepEqual(attributes.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'], cookie)
  }
  await warder.close()
})

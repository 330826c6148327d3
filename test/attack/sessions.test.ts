import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { hiddenFields } from '../support/cookies.ts'
import { goodPassword, json, origin, startWarder, type TestWarder } from '../support/warder.ts'

describe('sessions, cookies and CSRF', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ cors_origins: 'https://app.example' })
    await warder.user()
  })
  after(() => warder.close())

  const credentials = { email: 'ada@example.com', password: goodPassword }
  const signIn = async (cookie?: string) => {
    const response = await warder.post('/auth/login/session', credentials, cookie ? { cookie } : {})
    assert.equal(response.status, 200)
    return response.headers
      .getSetCookie()
      .find((text) => text.startsWith('__Host-warder_session='))!
      .split(';')[0]!
  }

  test('SE-01 signing in makes a new session and ends the one the browser had', async () => {
    const first = await signIn()
    const second = await signIn(first)
    assert.notEqual(second, first)
    assert.equal((await warder.get('/auth/me', { cookie: first })).status, 401)
    assert.equal((await warder.get('/auth/me', { cookie: second })).status, 200)
  })

  test('SE-02 every cookie is host-bound, Secure, HttpOnly and SameSite=Lax, for the whole site', async () => {
    const answers = [
      await warder.post('/auth/login/session', credentials),
      await warder.get('/login'),
      await warder.get('/auth/csrf'),
    ]
    const cookies = answers.flatMap((answer) => answer.headers.getSetCookie())
    assert.ok(cookies.length >= 4)
    for (const cookie of cookies) {
      assert.match(cookie, /^__Host-warder_(session|pre|browser)=/)
      for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax'])
        assert.ok(cookie.split('; ').includes(attribute), cookie)
      assert.doesNotMatch(cookie, /domain=/i)
    }
  })

  test('SE-03 a session that was left stays left', async () => {
    const cookie = await signIn()
    const { csrf_token } = await json<{ csrf_token: string }>(await warder.get('/auth/csrf', { cookie }))
    const left = await warder.request('/auth/logout/session', {
      method: 'POST',
      headers: { cookie, 'x-csrf-token': csrf_token },
    })
    assert.equal(left.status, 200)
    assert.match(left.headers.getSetCookie()[0] ?? '', /^__Host-warder_session=; .*Max-Age=0/)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401)
  })

  // oxfmt-ignore
  const refusals: [what: string, headers: (mine: string, other: string) => Record<string, string>][] = [
    ['no token',                     () => ({})],
    ["another session's token",      (_mine, other) => ({ 'x-csrf-token': other })],
    ['a token with another nonce',   (mine) => ({ 'x-csrf-token': `x${mine}` })],
    ['a foreign Origin',             (mine) => ({ 'x-csrf-token': mine, origin: 'https://evil.example' })],
    ['Origin: null',                 (mine) => ({ 'x-csrf-token': mine, origin: 'null' })],
    ['Sec-Fetch-Site: cross-site',   (mine) => ({ 'x-csrf-token': mine, 'sec-fetch-site': 'cross-site' })],
    ['Sec-Fetch-Site: same-site',    (mine) => ({ 'x-csrf-token': mine, 'sec-fetch-site': 'same-site' })],
  ]
  for (const [what, headers] of refusals) {
    test(`SE-06 a change by cookie with ${what} is refused`, async () => {
      const [cookie, otherCookie] = [await signIn(), await signIn()]
      const [mine, other] = await Promise.all(
        [cookie, otherCookie].map(
          async (c) =>
            (await json<{ csrf_token: string }>(await warder.get('/auth/csrf', { cookie: c }))).csrf_token,
        ),
      )
      const init = { method: 'PUT', body: '{"full_name":"Mallory"}' }
      const sent = {
        cookie,
        'content-type': 'application/json',
        'content-length': '23',
        ...headers(mine!, other!),
      }
      assert.equal((await warder.request('/auth/me', { ...init, headers: sent })).status, 403)
      const right = {
        cookie,
        'content-type': 'application/json',
        'content-length': '23',
        'x-csrf-token': mine!,
        origin,
        'sec-fetch-site': 'same-origin',
      }
      assert.equal((await warder.request('/auth/me', { ...init, headers: right })).status, 200)
    })
  }

  test('SE-10 a form that another site posts signs nobody in', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ] as Record<string, string>[]) {
      assert.equal((await warder.form('/login', credentials, headers)).status, 403)
    }
    assert.equal(
      (await warder.form('/auth/login/session', credentials)).status,
      415,
      'what sets a cookie takes JSON only',
    )
    assert.equal(
      (await warder.post('/auth/login/session', credentials, { origin: 'https://evil.example' })).status,
      403,
    )
  })

  test('SE-10 the token of one visit does not serve another', async () => {
    const [alice, mallory] = [warder.browser(), warder.browser()]
    const page = await mallory.open('/login')
    await alice.open('/login')
    assert.equal((await alice.submit(page, '/login', credentials)).status, 403)
  })

  test('SE-11 only a digest of a session is stored, and two sessions share nothing', async () => {
    const secrets = (await Promise.all(Array.from({ length: 20 }, () => signIn()))).map(
      (cookie) => cookie.split('=')[1]!,
    )
    assert.equal(new Set(secrets.map((secret) => secret.slice(4, 12))).size, 20)
    const rows = await warder.app.db.selectFrom('session').selectAll().execute()
    const stored = JSON.stringify(rows)
    for (const secret of secrets) {
      assert.ok(Buffer.from(secret.slice(4), 'base64url').length >= 32)
      assert.ok(!stored.includes(secret.slice(4)))
    }
  })

  for (const foreign of [
    'https://evil.example',
    'null',
    'https://app.example.evil.com',
    'http://app.example',
    'https://APP.example',
  ]) {
    test(`SE-17 ${foreign} may read nothing`, async () => {
      const answer = await warder.get('/auth/status', { origin: foreign })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
      assert.equal(answer.headers.get('vary'), 'Origin')
    })
  }
  test('SE-17 a listed origin may read, by name and never by wildcard', async () => {
    const answer = await warder.get('/auth/status', { origin: 'https://app.example' })
    assert.equal(answer.headers.get('access-control-allow-origin'), 'https://app.example')
    const preflight = await warder.request('/auth/me', {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'PUT' },
    })
    assert.deepEqual(
      [preflight.status, preflight.headers.get('access-control-allow-methods')],
      [204, 'GET, PUT, DELETE'],
    )
  })

  test('SE-18 PW-16 no header of a request changes the issuer or a link in a mail', async () => {
    const forged = {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-forwarded-proto': 'javascript',
      host: 'evil.example',
    }
    const { issuer } = await json(await warder.get('/.well-known/openid-configuration', forged))
    assert.equal(issuer, origin)
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' }, forged)
    const [mail] = await warder.inbox()
    assert.ok(mail!.links.every((link) => link.startsWith(`${origin}/`)))
    const foreign = await warder.handler(new Request('https://evil.example/login'))
    assert.equal(foreign.status, 421)
  })

  for (const target of [
    '//evil.example',
    '/\\evil.example',
    '\t//evil.example',
    'https:evil.example',
    '/%09/evil.example',
    '/%5cevil.example',
    'javascript:alert(1)',
    'https://id.example@evil.example',
    'https://id.example.evil.example',
    '/account/../..//evil.example',
  ]) {
    test(`SE-22 signing in with return_to ${JSON.stringify(target)} leads to the account`, async () => {
      const browser = warder.browser()
      const path = `/login?return_to=${encodeURIComponent(target)}`
      assert.equal((await browser.submit(await browser.open(path), '/login', credentials)).path, '/account')
      assert.equal((await browser.send(path)).headers.get('location'), '/account')
    })
  }

  test('SE-27 what a person saw is not kept, and leaving clears the cache', async () => {
    const cookie = await signIn()
    for (const path of ['/account', '/account/security', '/auth/me']) {
      assert.equal((await warder.get(path, { cookie })).headers.get('cache-control'), 'no-store')
    }
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', credentials)
    const page = await browser.open('/account')
    const left = await browser.send('/logout', {
      method: 'POST',
      body: new URLSearchParams(hiddenFields(page.html, '/logout')),
      headers: { origin },
    })
    assert.equal(left.headers.get('clear-site-data'), '"cache"')
  })

  test('SE-28 AZ-37 AZ-38 every answer carries the security headers, errors too', async () => {
    const cookie = await signIn()
    const paths = [
      '/login',
      '/register',
      '/forgot-password',
      '/account',
      '/auth/me',
      '/auth/status',
      '/nowhere',
      '/oauth/authorize',
      '/.well-known/jwks.json',
      '/health',
    ]
    for (const path of paths) {
      const { headers } = await warder.get(path, { cookie, accept: 'text/html' })
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'none';.*frame-ancestors 'none'/,
        path,
      )
      assert.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe/, path)
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=63072000/, path)
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path)
      assert.match(headers.get('referrer-policy') ?? '', /^(same-origin|no-referrer)$/, path)
      assert.match(headers.get('x-request-id') ?? '', /^req_/, path)
    }
  })

  test('a planted second cookie of the same name makes both count for nothing, whichever comes first', async () => {
    const cookie = await signIn()
    for (const both of [
      `${cookie}; __Host-warder_session=wds_planted`,
      `__Host-warder_session=wds_planted; ${cookie}`,
    ]) {
      assert.equal((await warder.get('/auth/me', { cookie: both })).status, 401)
    }
  })

  test('a token that an application got is not the person, whatever session it names', async () => {
    await signIn()
    const session = await warder.app.db
      .selectFrom('session')
      .selectAll()
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    const key = await warder.app.keys.signer('ten_default', 'ES256')
    const now = warder.clock.now
    const claims = {
      iss: origin,
      aud: origin,
      sub: session.user_id,
      sid: session.id,
      jti: 'jti_made',
      iat: now,
      exp: now + 60,
    }
    const me = async (client_id: string) =>
      (
        await warder.get('/auth/me', {
          authorization: `Bearer ${signJwt(key, 'at+jwt', { ...claims, client_id })}`,
        })
      ).status
    assert.equal(await me('cli_notes'), 403)
    assert.equal(await me('cli_warder'), 200)
  })
})

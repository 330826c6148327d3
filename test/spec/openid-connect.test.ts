import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { importJwks, verifyJwt } from '@warder/protocol'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../support/oauth.ts'
import { json, origin } from '../support/warder.ts'

describe('OpenID Connect', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true })
  })
  after(() => world.warder.close())

  test('OIDC Core §2 and §3.1.3.6 the ID token names the sign-in, and the access token beside it', async () => {
    const { id_token = '', access_token } = await world.tokens(client, 'openid')
    const now = world.warder.clock.now
    const { sub, sid, at_hash, ...claims } = claimsOf(id_token)
    assert.deepEqual(claims, {
      iss: origin,
      aud: client.client_id,
      iat: now,
      exp: now + 600,
      auth_time: now,
      nonce: 'a nonce',
      acr: 'urn:warder:aal1',
      amr: ['pwd'],
    })
    assert.match(String(sub), /^usr_/)
    assert.match(String(sid), /^ses_/)
    const half = createHash('sha256').update(access_token).digest().subarray(0, 16)
    assert.equal(at_hash, half.toString('base64url'))

    const keys = importJwks(await json(await world.warder.get('/.well-known/jwks.json')))
    const verified = verifyJwt(id_token, keys, {
      typ: 'JWT',
      issuer: origin,
      audience: client.client_id,
      now,
    })
    assert.ok(verified.ok)
    assert.equal(verified.header.alg, 'RS256', 'OIDC Core §15.1: RS256 unless the client asks for another')
  })

  test('OIDC Core §12.2 the ID token of a refresh names the same person and sign-in, without the nonce', async () => {
    const first = await world.tokens(client, 'openid offline_access')
    world.warder.clock.now += 100
    const { id_token = '' } = await json<Tokens>(await world.refresh(client, first.refresh_token ?? ''))
    const before = claimsOf(first.id_token ?? '')
    const after = claimsOf(id_token)
    for (const name of ['iss', 'sub', 'aud', 'auth_time']) assert.deepEqual(after[name], before[name], name)
    assert.equal(after['nonce'], undefined)
    assert.equal(after['iat'], world.warder.clock.now)
  })

  test('OIDC Core §5.3 and §5.4 UserInfo tells what the scopes open, in header and form', async () => {
    const { access_token } = await world.tokens(client, 'openid email')
    const claims = await json(await world.userinfo(access_token))
    assert.deepEqual(Object.keys(claims).toSorted(), ['email', 'email_verified', 'sub'])
    const posted = await world.warder.form('/oauth/userinfo', { access_token })
    assert.deepEqual(await json(posted), claims)
    const byHeader = await world.warder.request('/oauth/userinfo', {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}` },
    })
    assert.deepEqual(await json(byHeader), claims)
    const twice = await world.warder.form(
      '/oauth/userinfo',
      { access_token },
      { authorization: `Bearer ${access_token}` },
    )
    assert.equal(twice.status, 400)
  })

  test('RFC 6750 §3.1 without a token the challenge has no error, without openid it names insufficient_scope', async () => {
    const none = await world.warder.get('/oauth/userinfo')
    assert.equal(none.status, 401)
    assert.equal(none.headers.get('www-authenticate'), 'Bearer realm="Warder"')
    assert.equal(
      (await world.warder.get('/oauth/userinfo?access_token=x')).headers.get('www-authenticate'),
      'Bearer realm="Warder"',
    )

    const machine = await world.client({ type: 'machine', redirect_uris: [], scope: 'read' })
    const { access_token } = await json<Tokens>(
      await world.token(machine, { grant_type: 'client_credentials' }),
    )
    const person = await world.tokens(await world.client({ skip_consent: true, scope: 'notes' }), 'notes')
    assert.equal((await world.userinfo(person.access_token)).status, 403)
    const refused = await world.userinfo(access_token)
    assert.equal(refused.status, 403)
    assert.match(refused.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/)
  })

  test('OIDC Core §11 tokens without offline_access end with the session, those with it go on', async () => {
    const browser = await world.signedIn()
    const bound = await world.tokens(client, 'openid', browser)
    const offline = await world.tokens(client, 'openid offline_access', browser)
    assert.equal(claimsOf(offline.access_token)['sid'], undefined)

    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal((await world.userinfo(bound.access_token)).status, 401)
    assert.equal((await world.userinfo(offline.access_token)).status, 200)
    assert.equal((await world.refresh(client, offline.refresh_token ?? '')).status, 200)
  })

  test('OIDC Core §3.1.2.4 prompt=consent asks again whatever was allowed before', async () => {
    const asking = await world.client()
    const browser = await world.signedIn()
    await world.answer(browser, world.address(asking))
    world.warder.clock.now += 1
    const page = await browser.open(world.address(asking, { prompt: 'consent' }))
    assert.match(page.path, /^\/consent/)
    const done = await browser.submit(page, '/consent', { decision: 'allow' })
    assert.match(done.path, /[?&]code=/)
  })

  test('a person takes their consent back: tokens die, and the application has to ask again', async () => {
    const asking = await world.client({ name: 'Diary' })
    const browser = await world.signedIn()
    const tokens = await world.tokens(asking, 'openid offline_access', browser)
    const page = await browser.open('/account/applications')
    assert.match(page.html, /Diary/)
    await browser.submit(page, `/account/grants/${asking.client_id}/withdraw`, {})
    assert.equal((await world.userinfo(tokens.access_token)).status, 401)
    assert.equal((await world.refresh(asking, tokens.refresh_token ?? '')).status, 400)
    assert.match((await browser.open(world.address(asking))).path, /^\/consent/)
  })

  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    test(`OIDC Discovery §4 and RFC 8414 §3 ${path} names endpoints that exist, and its issuer is the tenant's`, async () => {
      const response = await world.warder.get(path, { origin: 'https://spa.example' })
      assert.equal(response.headers.get('content-type'), 'application/json')
      assert.equal(response.headers.get('access-control-allow-origin'), '*')
      const metadata = await json<Record<string, string>>(response)
      assert.equal(metadata['issuer'], origin)
      const endpoints = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name))
      assert.equal(endpoints.length, 11)
      for (const [name, url] of endpoints) {
        const answer = await world.warder.get(url.slice(origin.length))
        assert.notEqual(answer.status, 404, name)
      }
      const unchanged = await world.warder.get(path, { 'if-none-match': `W/${response.headers.get('etag')}` })
      assert.equal(unchanged.status, 304)
    })
  }
})

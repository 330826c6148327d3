import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { importJwks, logoutTokenType, verifyJwt } from '@warder/protocol'
import { sendLogoutNotices } from '../../../packages/warder/src/oauth-server/logout/back-channel.ts'
import { claimsOf, startOAuth, type OAuthWorld } from '../../support/oauth.ts'

type Told = { path: string; type: string | undefined; form: URLSearchParams }

/** An application that listens, and answers what it is told to. */
async function listener() {
  const told: Told[] = []
  const answers: number[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      told.push({
        path: request.url ?? '',
        type: request.headers['content-type'],
        form: new URLSearchParams(body),
      })
      response.statusCode = answers.shift() ?? 200
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { told, answers, url: `http://127.0.0.1:${port}/out`, close: () => server.close() }
}

describe('applications hear that a session ended', () => {
  let world: OAuthWorld
  let app: Awaited<ReturnType<typeof listener>>
  before(async () => {
    world = await startOAuth({ allow_networks: '127.0.0.1/32' })
    app = await listener()
  })
  after(async () => {
    app.close()
    await world.warder.close()
  })
  afterEach(() => {
    app.told.length = 0
    app.answers.length = 0
  })

  const tell = () => sendLogoutNotices(world.warder.app)
  const waiting = async () =>
    (await world.warder.app.db.selectFrom('logout_notice').selectAll().execute()).length

  /** Somebody who uses an application that listens, and the token it got. */
  async function using(change = {}) {
    const client = await world.client({ skip_consent: true, backchannel_logout_uri: app.url, ...change })
    const browser = await world.signedIn()
    const { id_token = '' } = await world.tokens(client, 'openid', browser)
    return { client, browser, id_token, claims: claimsOf(id_token) }
  }

  test('OpenID Connect Back-Channel Logout 1.0 §2.5 the application gets one signed token that names its session', async () => {
    const { client, browser, claims } = await using()
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal(await tell(), 1)
    assert.equal(await tell(), 0)
    assert.equal(app.told.length, 1)
    const [{ type, form } = { type: '', form: new URLSearchParams() }] = app.told
    assert.equal(type, 'application/x-www-form-urlencoded')
    assert.deepEqual([...form.keys()], ['logout_token'])

    const jwks = (await (await world.warder.get('/.well-known/jwks.json')).json()) as { keys: object[] }
    const verified = verifyJwt(form.get('logout_token') ?? '', importJwks(jwks), {
      typ: logoutTokenType,
      issuer: world.warder.app.config.issuer,
      audience: client.client_id,
      now: world.warder.clock.now,
      leeway: 0,
    })
    assert.ok(verified.ok, JSON.stringify(verified))
    const { sub, sid, events, nonce, jti } = verified.claims
    assert.equal(sub, claims['sub'])
    assert.equal(sid, claims['sid'])
    assert.deepEqual(events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
    assert.equal(nonce, undefined)
    assert.ok(jti)
  })

  test('OpenID Connect Back-Channel Logout 1.0 §2.6 no logout token passes for an ID token', async () => {
    const { browser } = await using()
    await browser.submit(await browser.open('/logout'), '/logout', {})
    await tell()
    const logout_token = app.told[0]?.form.get('logout_token') ?? ''
    assert.notEqual(logout_token, '')
    const other = await world.signedIn()
    const query = new URLSearchParams({ id_token_hint: logout_token })
    const response = await other.send(`/oauth/logout?${query.toString()}`)
    assert.equal(response.status, 200, 'it is no hint, so the person is asked')
  })

  const elsewhere: [what: string, method: string, path: string, body: object | undefined][] = [
    ['the end of all other sessions', 'DELETE', '/auth/sessions', undefined],
    ['signing out everywhere', 'POST', '/auth/logout', { all: true }],
  ]
  for (const [what, method, path, body] of elsewhere) {
    test(`whatever ends a session is told: ${what}`, async () => {
      const { claims } = await using()
      const { access_token } = await world.warder.tokens()
      const response = await world.warder.request(path, {
        method,
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      assert.equal(response.status, 204)
      assert.equal(await tell(), 1)
      assert.equal(claimsOf(app.told[0]?.form.get('logout_token') ?? '')['sid'], claims['sid'])
    })
  }

  test('an application that took no part hears nothing', async () => {
    await world.client({ skip_consent: true, backchannel_logout_uri: app.url })
    const browser = await world.signedIn()
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal(await waiting(), 0)
  })

  test('an application that does not answer well is told again later, with the same jti, and given up at last', async () => {
    const { browser, client } = await using()
    await browser.submit(await browser.open('/logout'), '/logout', {})
    app.answers.push(...Array<number>(6).fill(503))
    assert.equal(await tell(), 0)
    assert.equal(await tell(), 0, 'not before its turn')
    for (let attempt = 0; attempt < 5; attempt++) {
      world.warder.clock.now += 3600
      await tell()
    }
    assert.equal(app.told.length, 6)
    const ids = new Set(app.told.map(({ form }) => claimsOf(form.get('logout_token') ?? '')['jti']))
    assert.equal(ids.size, 1)
    assert.equal(await waiting(), 0)
    const event = await world.warder.app.db
      .selectFrom('audit_event')
      .select(['client_id', 'detail'])
      .where('type', '=', 'logout.undelivered')
      .executeTakeFirstOrThrow()
    assert.equal(event.client_id, client.client_id)
    assert.match(event.detail, /503/)
  })

  test('of several senders one tells it', async () => {
    const { browser } = await using()
    await browser.submit(await browser.open('/logout'), '/logout', {})
    await Promise.all(Array.from({ length: 10 }, tell))
    assert.equal(app.told.length, 1)
  })

  test('OpenID Connect Front-Channel Logout 1.0 §2 the browser loads what ends the session at the application', async () => {
    const client = await world.client({
      skip_consent: true,
      frontchannel_logout_uri: 'https://app.example/away?x=1',
      post_logout_redirect_uris: ['https://app.example/bye'],
    })
    const browser = await world.signedIn()
    const { id_token = '' } = await world.tokens(client, 'openid', browser)
    const query = new URLSearchParams({
      id_token_hint: id_token,
      post_logout_redirect_uri: 'https://app.example/bye',
      state: 'a"b',
    })
    const response = await browser.send(`/oauth/logout?${query.toString()}`)
    assert.equal(response.status, 200)
    const page = await response.text()
    const sid = String(claimsOf(id_token)['sid'])
    const issuer = encodeURIComponent(world.warder.app.config.issuer)
    assert.ok(page.includes(`src="https://app.example/away?x=1&amp;iss=${issuer}&amp;sid=${sid}"`), page)
    assert.match(page, /http-equiv="refresh" content="3;url=https:\/\/app\.example\/bye\?state=a%22b"/)
    assert.match(response.headers.get('content-security-policy') ?? '', /frame-src https:\/\/app\.example;/)
    assert.match(response.headers.get('clear-site-data') ?? '', /cache/)
    assert.equal((await browser.send('/auth/me')).status, 401)
  })

  // oxfmt-ignore
  const refused: [what: string, change: object][] = [
    ['a fragment',                    { backchannel_logout_uri: 'https://app.example/out#x' }],
    ['plain http elsewhere',          { backchannel_logout_uri: 'http://app.example/out' }],
    ['a script',                      { frontchannel_logout_uri: 'javascript:alert(1)' }],
    ['another host than it has',      { frontchannel_logout_uri: 'https://evil.example/out' }],
    ['a name and a password',         { backchannel_logout_uri: 'https://ada:x@app.example/out' }],
  ]
  for (const [what, change] of refused) {
    test(`a logout address with ${what} is refused`, () =>
      assert.rejects(world.client(change), { name: 'OAuthError', code: 'invalid_client_metadata' }))
  }
})

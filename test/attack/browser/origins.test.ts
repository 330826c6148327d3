import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { nameOf } from '../matrix/table.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

const listed = 'https://app.example'

describe('what scripts of other origins may do', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ cors_origins: listed })
    await warder.user()
  })
  after(() => warder.close())

  for (const { method, path } of routes) {
    test(`SE-17 ${nameOf({ method, path })}: a preflight of an origin that is not listed gets no permission`, async () => {
      const ask = (from: string) =>
        warder.request(path.replaceAll(/:\w+/g, 'x'), {
          method: 'OPTIONS',
          headers: {
            origin: from,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization, x-csrf-token',
          },
        })
      const refused = await ask('https://evil.example')
      assert.equal(refused.status, 204)
      for (const [name, value] of refused.headers)
        if (name.startsWith('access-control-')) assert.fail(`${name}: ${value}`)

      const granted = await ask(listed)
      assert.equal(granted.headers.get('access-control-allow-origin'), listed)
      assert.equal(granted.headers.get('access-control-allow-credentials'), 'true')
      assert.ok(granted.headers.get('access-control-allow-methods')?.split(', ').includes(method))
      assert.doesNotMatch(granted.headers.get('access-control-allow-headers') ?? '', /\*/)
    })
  }

  test('SE-17 SE-06 a listed origin reads with a token, and changes nothing with the cookie of a person', async () => {
    const { access_token } = await warder.tokens()
    const bearer = { authorization: `Bearer ${access_token}`, origin: listed }
    assert.equal((await warder.get('/auth/me', bearer)).status, 200)
    const browser = await oauthWorld(warder).signedIn()
    const { csrf_token } = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
    const headers = { origin: listed, 'x-csrf-token': csrf_token }
    assert.equal((await browser.send('/auth/sessions', { method: 'DELETE', headers })).status, 403)
  })

  test('SE-17 without a list nobody is let in', async () => {
    const closed = await startWarder()
    const answer = await closed.get('/auth/status', { origin: listed })
    assert.equal(answer.headers.get('access-control-allow-origin'), null)
    await closed.close()
  })

  test('SE-17 what is public is readable by everybody, and never with credentials', async () => {
    const answer = await warder.get('/.well-known/jwks.json', { origin: 'https://evil.example' })
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
  })
})

describe('hosts and proxies', () => {
  const forged: [id: string, header: string, value: string][] = [
    ['PX-01', 'x-forwarded-for', '6.6.6.6'],
    ['PX-01', 'x-real-ip', '6.6.6.6'],
    ['PX-01', 'forwarded', 'for=6.6.6.6;host=evil.example;proto=http'],
    ['PX-01', 'true-client-ip', '6.6.6.6'],
    ['PX-04', 'x-forwarded-proto', 'http'],
    ['PX-04', 'x-forwarded-ssl', 'off'],
    ['PX-05', 'x-original-uri', '/dev/inbox'],
    ['PX-05', 'x-forwarded-uri', '/dev/inbox'],
    ['PX-05', 'x-rewrite-url', '/dev/inbox'],
    ['PX-05', 'x-original-url', '/dev/inbox'],
    ['PX-05', 'x-original-method', 'DELETE'],
    ['PX-05', 'x-http-method-override', 'DELETE'],
    ['SE-18', 'x-forwarded-host', 'evil.example'],
    ['SE-18', 'x-forwarded-port', '81'],
    ['SE-18', 'x-forwarded-prefix', '/evil'],
  ]
  // The peer of a request here is 192.0.2.1.
  // oxfmt-ignore
  const settings: [where: string, proxies: string, trusted: boolean][] = [
    ['where no proxy is trusted',           '',           false],
    ['from who is not the trusted proxy',   '10.0.0.0/8', false],
    ['behind a proxy that passes it on',    '192.0.2.1',  true],
  ]
  for (const [where, trusted_proxies, trusted] of settings) {
    for (const [id, header, value] of forged) {
      test(`${id} ${header}: ${value} changes nothing ${where}`, async () => {
        const warder = await startWarder({ trusted_proxies })
        const { id: user_id } = await warder.user()
        const sent = { [header]: value }
        const { access_token } = await warder.tokens()
        const me = await json(
          await warder.get('/auth/me', { ...sent, authorization: `Bearer ${access_token}` }),
        )
        assert.equal(me['id'], user_id)
        const { issuer } = await json(await warder.get('/.well-known/openid-configuration', sent))
        assert.equal(issuer, origin)
        const page = await warder.get('/login', sent)
        assert.equal(page.status, 200)
        for (const cookie of page.headers.getSetCookie()) assert.match(cookie, /^__Host-.*; Secure/)
        await warder.post('/auth/forgot-password', { email: 'ada@example.com' }, sent)
        for (const { links } of await warder.inbox())
          for (const link of links) assert.ok(link.startsWith(`${origin}/`), link)
        const rows = await warder.app.db
          .selectFrom('audit_event')
          .select('address')
          .where('type', '=', 'password.reset_requested')
          .execute()
        const believed = trusted && header === 'x-forwarded-for' ? value : '192.0.2.1'
        assert.deepEqual(rows, [{ address: believed }])
        await warder.close()
      })
    }
  }

  test('PX-02 behind one proxy the rightmost address that is not its own counts, for the audit and the limits', async () => {
    const warder = await startWarder({ trusted_proxies: '192.0.2.1', 'limits.mailing': '2' })
    const ask = (forwarded: string) =>
      warder.post('/auth/forgot-password', { email: 'ada@example.com' }, { 'x-forwarded-for': forwarded })
    const statuses: number[] = []
    for (const invented of ['6.6.6.6', '7.7.7.7', '8.8.8.8']) {
      statuses.push((await ask(`${invented}, 198.51.100.7`)).status)
    }
    assert.deepEqual(statuses, [202, 202, 429])
    assert.equal((await ask('6.6.6.6, 198.51.100.8')).status, 202)
    const rows = await warder.app.db.selectFrom('audit_event').select('address').orderBy('seq').execute()
    assert.deepEqual(
      rows.map(({ address }) => address),
      ['198.51.100.7', '198.51.100.7', '198.51.100.8'],
    )
    await warder.close()
  })

  test('SE-18 a host that is not ours is answered with nothing, however it is spelt', async () => {
    const warder = await startWarder()
    for (const foreign of ['https://evil.example', 'https://id.example.evil.example']) {
      for (const path of [
        '/login',
        '/auth/status',
        '/.well-known/openid-configuration',
        '/oauth/authorize',
      ]) {
        const answer = await warder.handler(new Request(foreign + path))
        assert.equal(answer.status, 421, foreign + path)
        assert.doesNotMatch(await answer.text(), /evil/)
      }
    }
    await warder.close()
  })
})

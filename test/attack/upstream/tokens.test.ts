import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '../../../packages/protocol/src/index.ts'
import { answer, startIssuer, type Claims, type Issuer } from '../../support/upstream/issuer.ts'
import {
  at,
  lastReason,
  offer,
  upstreamWorld,
  whoIs,
  withLocalIssuers,
} from '../../support/upstream/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const ada = { sub: 'ada', email: 'ada@acme.example', email_verified: true }
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the ID token of an account elsewhere', () => {
  let warder: TestWarder
  let issuer: Issuer
  let world: ReturnType<typeof upstreamWorld>
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer)])
    world = upstreamWorld(warder, issuer)
  })
  after(async () => {
    await warder.close()
    await issuer.close()
  })

  const works = async () => {
    const browser = warder.browser()
    await world.signIn(browser, ada)
    assert.equal(await whoIs(browser), ada.email)
  }
  const fails = async (reason: string) => {
    assert.match(await world.refused(ada), /^\/login\?with=acme&why=failed$/)
    assert.equal(await lastReason(warder), reason)
  }

  test('UP-03 whatever is wrong with it, nobody is signed in', async () => {
    const now = warder.clock.now
    // oxfmt-ignore
    const wrong: [reason: string, change: Claims][] = [
      ['issuer',           { iss: 'https://evil.example' }],
      ['audience',         { aud: 'somebody else' }],
      ['audience',         { aud: ['warder', 'somebody else'] }],
      ['azp',              { azp: 'somebody else' }],
      ['nonce',            { nonce: 'another' }],
      ['nonce',            { nonce: undefined }],
      ['expired',          { exp: now - 30 }],
      ['claims',           { exp: undefined }],
      ['claims',           { iat: undefined }],
      ['issued_in_future', { iat: now + 31 }],
      ['subject',          { sub: undefined }],
      ['at_hash',          { at_hash: 'AAAA' }],
    ]
    for (const [reason, change] of wrong) {
      issuer.change = (claims) => ({ ...claims, ...change })
      await fails(reason)
    }
    issuer.change = (claims) => claims
    await works()
  })

  test('UP-03 none, and an HMAC under the secret of the client or the public key, are no signatures', async () => {
    const { kid, publicKey } = issuer.key()
    const pem = publicKey.export({ type: 'spki', format: 'pem' })
    issuer.sign = (claims) => `${part({ alg: 'none' })}.${part(claims)}.`
    await fails('algorithm')
    for (const secret of [issuer.secret, pem]) {
      issuer.sign = (claims) => {
        const input = `${part({ alg: 'HS256', kid })}.${part(claims)}`
        return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
      }
      await fails('algorithm')
    }
    issuer.sign = undefined
  })

  test('UP-03 a token that was given before answers no later request (nonce replay)', async () => {
    await works()
    const before = issuer.given
    issuer.sign = () => before
    await fails('nonce')
    issuer.sign = undefined
  })

  test('UP-24 a key that is new a moment before is fetched once, and the old one counts no more', async () => {
    await works()
    const old = issuer.key()
    issuer.rotate()
    issuer.asked.length = 0
    await works()
    assert.equal(issuer.asked.filter((path) => path === '/jwks').length, 1)
    issuer.sign = (claims) =>
      signJwt({ kid: old.kid, alg: 'ES256', privateKey: old.privateKey }, 'JWT', claims)
    issuer.asked.length = 0
    for (let round = 0; round < 5; round++) await fails('unknown_key')
    // Whoever names keys that nobody has makes nobody fetch again and again.
    assert.ok(issuer.asked.filter((path) => path === '/jwks').length <= 1)
    issuer.sign = undefined
    warder.clock.now += 60
  })

  test('F-29 while the issuer cannot be asked, the keys that are known count for a day, and then no more', async () => {
    await works()
    const down = (response: Parameters<typeof answer>[0]) => answer(response, 500, {})
    issuer.answers.set('/jwks', down)
    warder.clock.now += 3600
    issuer.asked.length = 0
    for (let round = 0; round < 5; round++) await works()
    assert.ok(issuer.asked.filter((path) => path === '/jwks').length <= 1, 'and it is not asked each time')
    warder.clock.now += 24 * 3600
    assert.equal((await warder.browser().open('/auth/oauth/acme')).path, '/login?with=acme&why=failed')
    issuer.answers.clear()
    warder.clock.now += 60
    await works()
  })

  test('UP-04 userinfo of somebody else is not used, and what it says of an address is believed of no other', async () => {
    issuer.metadata = { userinfo_endpoint: `${issuer.origin}/userinfo` }
    warder.clock.now += 601
    const eve = { sub: 'eve' }
    issuer.userinfo = { sub: 'somebody else', email: 'eve@acme.example', email_verified: true }
    assert.match(await world.refused(eve), /why=failed$/)
    assert.equal(await lastReason(warder), 'userinfo')
    issuer.userinfo = { sub: 'eve', email: 'ceo@acme.example' }
    assert.match(await world.refused({ ...eve, email_verified: true }), /why=unconfirmed$/)
    issuer.userinfo = { sub: 'eve', email: 'eve@acme.example', email_verified: true }
    const browser = warder.browser()
    await world.signIn(browser, eve)
    assert.equal(await whoIs(browser), 'eve@acme.example')
    issuer.metadata = {}
    warder.clock.now += 601
  })

  test('UP-21 a document that is not of this issuer, or leads to where it must not, sends nobody anywhere', async () => {
    const wrong: Claims[] = [
      { issuer: `${issuer.origin}/` },
      { issuer: issuer.origin.toUpperCase() },
      { issuer: undefined },
      { jwks_uri: 'http://evil.example/jwks' },
      { jwks_uri: 'https://127.0.0.2/jwks#x' },
      { jwks_uri: 'https://10.0.0.1/jwks' },
      { jwks_uri: undefined },
      { token_endpoint: 'http://evil.example/token' },
      { authorization_endpoint: 'javascript:alert(1)' },
      { authorization_endpoint: 'https://user:password@evil.example/' },
    ]
    for (const change of wrong) {
      warder.clock.now += 25 * 3600
      issuer.metadata = change
      const page = await warder.browser().open('/auth/oauth/acme')
      assert.equal(page.path, '/login?with=acme&why=failed', JSON.stringify(change))
    }
    issuer.metadata = {}
    const elsewhere = (response: Parameters<typeof answer>[0]) =>
      response.writeHead(302, { location: `${issuer.origin}/jwks` }).end()
    issuer.answers.set('/.well-known/openid-configuration', elsewhere)
    warder.clock.now += 60
    assert.equal((await warder.browser().open('/auth/oauth/acme')).path, '/login?with=acme&why=failed')
    issuer.answers.clear()
    warder.clock.now += 60
    await works()
  })

  test('UP-20 F-28 whatever the token endpoint answers, the person reads one sentence in time, and can try again', async () => {
    type Answering = Parameters<typeof answer>[0]
    const answers: [reason: string, (response: Answering) => void][] = [
      ['status 302', (response) => void response.writeHead(302, { location: '/jwks' }).end()],
      ['not json', (response) => void response.writeHead(200).end('<html>the body of somebody</html>')],
      ['not json', (response) => void response.writeHead(200).end('{"id_token":"a","id_token":"b"}')],
      [
        'not json',
        (response) => void response.writeHead(200).end(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      ],
      ['no id token', (response) => answer(response, 200, [])],
      ['no id token', (response) => answer(response, 200, { access_token: 'x', expires_in: -1 })],
      ['no id token', (response) => answer(response, 200, { id_token: 7 })],
      ['malformed', (response) => answer(response, 200, { id_token: 'e30.e30' })],
      ['too_large', (response) => void response.writeHead(200).end(Buffer.alloc(10 * 1024 * 1024, 32))],
      ['status 500', (response) => answer(response, 500, { error: 'the body of somebody' })],
      ['connection', (response) => response.destroy()],
      ['timeout', (response) => void response.writeHead(200).write('{')],
    ]
    for (const [reason, own] of answers) {
      issuer.answers.set('/token', own)
      const began = performance.now()
      await fails(reason)
      assert.ok(performance.now() - began < 10_000)
    }
    issuer.answers.clear()
    await works()
    assert.ok(!warder.lines.join('\n').includes('the body of somebody'))
  })
})

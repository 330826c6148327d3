import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { verifyJwt } from '../../../packages/protocol/src/index.ts'
import { answer, startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import {
  at,
  lastReason,
  offer,
  upstreamWorld,
  whoIs,
  withLocalIssuers,
} from '../../support/upstream/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const shared = { client_id: 'warder', native_client_ids: [] }
const [acme, evil] = ['aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', 'eeeeeeee-bbbb-cccc-dddd-aaaaaaaaaaaa']

describe('signing in at each provider', () => {
  let warder: TestWarder
  let issuer: Issuer
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    warder = await startWarder(withLocalIssuers)
  })
  after(async () => {
    await warder.close()
    await issuer.close()
  })

  describe('Microsoft', () => {
    const microsoft = (tenants: string[]) =>
      ({
        ...shared,
        name: 'microsoft',
        title: 'Microsoft',
        kind: 'microsoft',
        authority: issuer.origin,
        client_secret: issuer.secret,
        tenants,
      }) as const
    const person = (tid: string, more: object = {}) => ({
      sub: `ada at ${tid}`,
      iss: `${issuer.origin}/${tid}/v2.0`,
      tid,
      email: 'ada@acme.example',
      xms_edov: true,
      ...more,
    })

    test('UP-10 one directory: its own document, and nobody of another', async () => {
      offer(warder, [microsoft([acme])])
      issuer.issuer = `${issuer.origin}/${acme}/v2.0`
      const world = upstreamWorld(warder, issuer, 'microsoft')
      const browser = warder.browser()
      await world.signIn(browser, person(acme))
      assert.equal(await whoIs(browser), 'ada@acme.example')
      assert.ok(issuer.asked.includes(`/${acme}/v2.0/.well-known/openid-configuration`))
      assert.match(await world.refused(person(evil)), /why=not_allowed$/)
      assert.match(await world.refused(person(evil, { tid: acme })), /why=not_allowed$/)
    })

    test('UP-10 several: one document with a gap for the directory, and the list decides', async () => {
      offer(warder, [microsoft([acme, 'ffffffff-bbbb-cccc-dddd-aaaaaaaaaaaa'])])
      issuer.issuer = `${issuer.origin}/{tenantid}/v2.0`
      const world = upstreamWorld(warder, issuer, 'microsoft')
      const browser = warder.browser()
      await world.signIn(browser, person(acme))
      assert.equal(await whoIs(browser), 'ada@acme.example')
      assert.ok(issuer.asked.includes('/organizations/v2.0/.well-known/openid-configuration'))
      assert.match(await world.refused(person(evil)), /why=not_allowed$/)
      assert.match(await world.refused(person(acme, { iss: 'https://evil.example/v2.0' })), /why=failed$/)
    })

    test('UP-10 the same subject in another directory is somebody else, whose address opens nothing', async () => {
      offer(warder, [microsoft(['organizations'])])
      const world = upstreamWorld(warder, issuer, 'microsoft')
      assert.match(await world.refused(person(evil, { sub: `ada at ${acme}` })), /why=taken$/)
      // Anybody may write any address in a directory of their own.
      assert.match(
        await world.refused(person(evil, { email: 'new@victim.example', xms_edov: undefined })),
        /why=unconfirmed$/,
      )
    })

    test('an administrator lets their people in, and nobody is signed in by that', async () => {
      offer(warder, [microsoft([acme])])
      const browser = warder.browser()
      const begun = await browser.open('/auth/oauth/microsoft/admin-consent')
      const url = new URL(begun.path)
      assert.equal(url.pathname, `/${acme}/v2.0/adminconsent`)
      assert.equal(url.searchParams.get('redirect_uri'), 'https://id.example/auth/oauth/microsoft/callback')
      const state = url.searchParams.get('state') ?? ''
      const callback = '/auth/oauth/microsoft/callback'
      const page = await browser.open(`${callback}?admin_consent=True&tenant=${acme}&state=${state}`)
      assert.match(page.html, /lets the people of your organisation sign in here now/)
      assert.equal(await whoIs(browser), undefined)
      assert.equal((await browser.open(`${callback}?admin_consent=True&state=${state}`)).status, 400)
    })

    test('a consent is no sign-in: a code with its state is not looked at', async () => {
      offer(warder, [microsoft([acme])])
      issuer.issuer = `${issuer.origin}/${acme}/v2.0`
      const browser = warder.browser()
      const begun = await browser.open('/auth/oauth/microsoft/admin-consent')
      issuer.forms.length = 0
      const page = await browser.open(issuer.allow(begun.path, person(acme)))
      assert.match(page.html, /did not allow it/)
      assert.deepEqual([issuer.forms.length, await whoIs(browser)], [0, undefined])
    })
  })

  describe('Apple', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const post = (
      browser: ReturnType<TestWarder['browser']>,
      back: string,
      fields: Record<string, string> = {},
    ) => {
      const [path = '', query = ''] = back.split('?')
      const body = new URLSearchParams({
        ...Object.fromEntries(new URLSearchParams(query)),
        ...fields,
      }).toString()
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
        origin: 'https://appleid.apple.com',
        'sec-fetch-site': 'cross-site',
      }
      // As a browser does with a form of another site: no cookie of ours goes along.
      return { answered: warder.request(path, { method: 'POST', body, headers }), browser }
    }
    const begin = () => {
      issuer.issuer = issuer.origin
      offer(warder, [
        {
          ...shared,
          name: 'apple',
          title: 'Apple',
          kind: 'apple',
          issuer: issuer.origin,
          team_id: 'ABCDE12345',
          key_id: 'FGHIJ67890',
          private_key: privateKey,
        },
      ])
      return upstreamWorld(warder, issuer, 'apple')
    }
    const apples = { sub: '001.apple', email: 'x1@privaterelay.appleid.com', email_verified: 'true' }
    const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'Lovelace' } })

    test('UP-19 the answer by form is kept, and taken by the browser that began', async () => {
      issuer.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] }
      const world = begin()
      const browser = warder.browser()
      const address = await world.begin(browser)
      assert.equal(new URL(address).searchParams.get('response_mode'), 'form_post')
      const response = await post(browser, issuer.allow(address, apples), { user }).answered
      assert.equal(response.status, 303)
      const to = response.headers.get('location') ?? ''
      assert.match(to, /^\/auth\/oauth\/apple\/resume\?handle=wot_/)
      assert.deepEqual(response.headers.getSetCookie(), [], 'and the browser gets no new identity by it')
      const stranger = warder.browser()
      await stranger.open('/login')
      assert.equal((await browser.open(to)).path, '/account')
      assert.equal(await whoIs(browser), apples.email)
      assert.equal((await browser.open(to)).status, 400)
      assert.match((await browser.open('/account')).html, /Ada Lovelace/)
    })

    test('UP-19 the next time Apple tells neither name nor address, and nothing is overwritten', async () => {
      const world = begin()
      const browser = warder.browser()
      const response = await post(browser, issuer.allow(await world.begin(browser), { sub: apples.sub }))
        .answered
      assert.equal((await browser.open(response.headers.get('location') ?? '')).path, '/account')
      assert.equal(await whoIs(browser), apples.email)
      assert.match((await browser.open('/account')).html, /Ada Lovelace/)
    })

    test('the client proves itself by a token that its key signed, for Apple and for some minutes', () => {
      const secret = issuer.forms.at(-1)?.get('client_secret') ?? ''
      const key = { kid: 'FGHIJ67890', alg: 'ES256', publicKey } as const
      const now = warder.clock.now
      const checked = verifyJwt(secret, [key], {
        typ: 'JWT',
        issuer: 'ABCDE12345',
        audience: issuer.origin,
        now,
      })
      assert.ok(checked.ok)
      assert.equal(checked.claims.sub, 'warder')
      assert.ok(checked.claims.exp - now <= 300)
    })

    test('UP-01 an answer by form in another browser, or that nobody waits for, is none', async () => {
      const world = begin()
      const browser = warder.browser()
      const back = issuer.allow(await world.begin(browser), apples)
      const response = await post(browser, back).answered
      const victim = warder.browser()
      await victim.open('/login')
      assert.equal((await victim.open(response.headers.get('location') ?? '')).status, 400)
      assert.equal(await whoIs(victim), undefined)
      assert.equal((await post(browser, back).answered).status, 400)
      const unknown = back.replace(/state=[^&]+/, `state=wot_${'A'.repeat(43)}`)
      assert.equal((await post(browser, unknown).answered).status, 400)
      const kept = await warder.app.db
        .selectFrom('one_time_token')
        .select('data')
        .where('purpose', '=', 'upstream_answer')
        .execute()
      assert.ok(!JSON.stringify(kept).includes('code'), 'what is kept is sealed')
    })

    test('whoever stops there reads so', async () => {
      const world = begin()
      const browser = warder.browser()
      const state = new URL(await world.begin(browser)).searchParams.get('state') ?? ''
      const response = await post(browser, `/auth/oauth/apple/callback?state=${state}`, {
        error: 'user_cancelled_authorize',
      }).answered
      const page = await browser.open(response.headers.get('location') ?? '')
      assert.match(page.path, /why=denied$/)
      issuer.metadata = {}
    })
  })

  describe('GitHub', () => {
    let user: unknown = { id: 42, login: 'ada', name: 'Ada Lovelace', email: 'shown@profile.example' }
    let emails: unknown = []
    const server = createServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (path === '/login/oauth/access_token')
        return answer(response, 200, { access_token: 'gho_1', token_type: 'bearer' })
      if (request.headers.authorization !== 'Bearer gho_1') return answer(response, 401, {})
      answer(response, 200, path === '/api/v3/user' ? user : emails)
    })
    before(async () => {
      await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      offer(warder, [
        { ...shared, name: 'github', title: 'GitHub', kind: 'github', client_secret: 's', origin },
      ])
    })
    after(() => new Promise((done) => server.close(done)))

    const come = async () => {
      const browser = warder.browser()
      const begun = await browser.open('/auth/oauth/github')
      const { searchParams, pathname } = new URL(begun.path)
      assert.equal(pathname, '/login/oauth/authorize')
      assert.equal(searchParams.get('scope'), 'read:user user:email')
      const page = await browser.open(`/auth/oauth/github/callback?code=c&state=${searchParams.get('state')}`)
      return { browser, page }
    }

    test('UP-18 the main address that GitHub has verified counts, and no other', async () => {
      const lists: [emails: unknown, why: string][] = [
        [[], 'unconfirmed'],
        [[{ email: 'a@acme.example', primary: true, verified: false }], 'unconfirmed'],
        [[{ email: 'a@acme.example', primary: false, verified: true }], 'unconfirmed'],
        [[{ email: 'a@acme.example', primary: 'true', verified: 'true' }], 'unconfirmed'],
        [{ email: 'a@acme.example', primary: true, verified: true }, 'unconfirmed'],
        [[null, 7], 'unconfirmed'],
      ]
      for (const [list, why] of lists) {
        emails = list
        assert.equal((await come()).page.path, `/login?with=github&why=${why}`, JSON.stringify(list))
      }
      emails = [
        { email: 'other@acme.example', primary: false, verified: true },
        { email: 'main@acme.example', primary: true, verified: true },
      ]
      assert.equal(await whoIs((await come()).browser), 'main@acme.example')
    })

    test('somebody is their number: a name that was given up and taken by another opens nothing', async () => {
      user = { id: 43, login: 'ada' }
      emails = [{ email: 'main@acme.example', primary: true, verified: true }]
      assert.match((await come()).page.path, /why=taken$/)
      user = { id: 42, login: 'renamed' }
      assert.equal(await whoIs((await come()).browser), 'main@acme.example')
      for (const id of ['42', 0, -1, 1.5, undefined]) {
        user = { id, login: 'ada' }
        assert.match((await come()).page.path, /why=failed$/)
        assert.equal(await lastReason(warder), 'user')
      }
    })
  })

  test('Google: only people of the organisation, by the claim', async () => {
    issuer.issuer = issuer.origin
    offer(warder, [at(issuer, 'google', { title: 'Google', domains: ['acme.example'] })])
    const world = upstreamWorld(warder, issuer, 'google')
    const person = { sub: 'g-1', email: 'g1@acme.example', email_verified: true }
    assert.match(await world.refused(person), /why=not_allowed$/)
    const browser = warder.browser()
    await world.signIn(browser, { ...person, hd: 'acme.example' })
    assert.equal(await whoIs(browser), person.email)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import type { Browser } from '../../support/cookies.ts'
import { startIssuer, type Claims, type Issuer } from '../../support/upstream/issuer.ts'
import { at, offer, upstreamWorld, whoIs, withLocalIssuers } from '../../support/upstream/world.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const people = ['ada', 'bob'] as const

describe('LO-04 an issuer says that somebody signed out there', () => {
  let warder: TestWarder
  let issuer: Issuer
  let other: Issuer
  let numbers = 0
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    other = await startIssuer(() => warder.clock.now)
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer), at(other, 'other')])
  })
  after(async () => {
    await warder.close()
    await issuer.close()
    await other.close()
  })

  /** Somebody who signed in there, in a session of theirs there. */
  async function inside(
    sub: (typeof people)[number],
    sid: string,
    from = issuer,
    name = 'acme',
  ): Promise<Browser> {
    const browser = warder.browser()
    from.change = (claims) => ({ ...claims, sid })
    const email = `${sub}-${name}@acme.example`
    await upstreamWorld(warder, from, name).signIn(browser, { sub, email, email_verified: true })
    from.change = (claims) => claims
    assert.equal(await whoIs(browser), email)
    return browser
  }

  function token(change: Claims = {}, { typ = 'logout+jwt', by = issuer } = {}): string {
    const { kid, privateKey } = by.key()
    const now = warder.clock.now
    const said = {
      iss: issuer.issuer,
      aud: 'warder',
      iat: now,
      exp: now + 120,
      jti: `out-${++numbers}`,
      events: { [event]: {} },
    }
    const claims = Object.entries({ ...said, ...change }).filter(([, value]) => value !== undefined)
    return signJwt({ kid, alg: 'ES256', privateKey }, typ, Object.fromEntries(claims))
  }
  const tell = (logout_token: string, name = 'acme') =>
    warder.form(`/auth/oauth/${name}/backchannel-logout`, { logout_token })
  const isIn = async (browser: Browser) => (await whoIs(browser)) !== undefined

  test('the session that is named ends here, and no other', async () => {
    const [one, two, bob] = [await inside('ada', 's1'), await inside('ada', 's2'), await inside('bob', 's3')]
    const answer = await tell(token({ sub: 'ada', sid: 's1' }))
    assert.deepEqual([answer.status, answer.headers.get('cache-control')], [200, 'no-store'])
    assert.deepEqual([await isIn(one), await isIn(two), await isIn(bob)], [false, true, true])
    assert.equal((await tell(token({ sid: 's2' }))).status, 200)
    assert.deepEqual([await isIn(two), await isIn(bob)], [false, true])
  })

  test('whoever is named without a session is out of all of theirs, at this issuer alone', async () => {
    const [one, two, bob] = [await inside('ada', 's4'), await inside('ada', 's5'), await inside('bob', 's6')]
    const elsewhere = await inside('ada', 's4', other, 'other')
    assert.equal((await tell(token({ sub: 'ada' }))).status, 200)
    assert.deepEqual([await isIn(one), await isIn(two)], [false, false])
    assert.deepEqual([await isIn(bob), await isIn(elsewhere)], [true, true])
  })

  // oxfmt-ignore
  const refused: [what: string, make: () => string, name?: string][] = [
    ['of another kind',            () => token({ sub: 'ada' }, { typ: 'JWT' })],
    ['with a nonce',               () => token({ sub: 'ada', nonce: 'n' })],
    ['without events',             () => token({ sub: 'ada', events: undefined })],
    ['with another event',         () => token({ sub: 'ada', events: { 'urn:other': {} } })],
    ['for another application',    () => token({ sub: 'ada', aud: 'other' })],
    ['of another issuer',          () => token({ sub: 'ada', iss: other.issuer })],
    ['signed by another issuer',   () => token({ sub: 'ada' }, { by: other })],
    ['sent where another one is',  () => token({ sub: 'ada' }), 'other'],
    ['that has expired',           () => token({ sub: 'ada', iat: warder.clock.now - 600, exp: warder.clock.now - 300 })],
    ['about nobody',               () => token()],
    ['without a number',           () => token({ sub: 'ada', jti: undefined })],
    ['that nobody signed',         () => `${Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')}.${token({ sub: 'ada' }).split('.')[1]}.`],
    ['that is an ID token',        () => issuer.given],
    ['that is nothing',            () => ''],
  ]
  for (const [what, make, name] of refused) {
    test(`a token ${what} is 400, and the session stays`, async () => {
      const ada = await inside('ada', 's7')
      const answer = await tell(make(), name)
      assert.deepEqual([answer.status, (await json(answer))['error']], [400, 'invalid_request'])
      assert.ok(await isIn(ada))
      assert.equal((await tell(token({ sub: 'ada' }))).status, 200)
    })
  }

  test('a token counts once: sent again it ends nobody who has come back', async () => {
    await inside('ada', 's8')
    const once = token({ sub: 'ada' })
    assert.equal((await tell(once)).status, 200)
    const back = await inside('ada', 's9')
    assert.equal((await tell(once)).status, 400)
    assert.ok(await isIn(back))
    assert.equal((await tell(token({ sub: 'ada' }))).status, 200)
  })

  test('of twenty copies at once one counts', async () => {
    const once = token({ sub: 'ada' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => tell(once)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('a token that is sent twice in one form, or in the address, is none', async () => {
    const ada = await inside('ada', 's10')
    const one = token({ sub: 'ada' })
    const body = `logout_token=${one}&logout_token=${token({ sub: 'ada' })}`
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    const path = '/auth/oauth/acme/backchannel-logout'
    assert.equal((await warder.request(path, { method: 'POST', body, headers })).status, 400)
    assert.equal((await warder.form(`${path}?logout_token=${one}`, {})).status, 400)
    assert.ok(await isIn(ada))
  })

  test('it is in the audit whose session ended, and that one was refused', async () => {
    await inside('bob', 's11')
    await tell(token({ sub: 'bob' }))
    await tell(token({ sub: 'bob', nonce: 'n' }))
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'outcome', 'detail'])
      .orderBy('seq', 'desc')
      .limit(2)
      .execute()
    assert.deepEqual(
      rows.map(({ type, outcome, detail }) => [type, outcome, detail]),
      [
        ['sign_in.elsewhere', 'refused', JSON.stringify({ provider: 'acme', reason: 'nonce' })],
        [
          'session.revoked',
          'succeeded',
          JSON.stringify({ reason: 'elsewhere', connection: `openid:${issuer.issuer}` }),
        ],
      ],
    )
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { hour, minute } from '../../../packages/warder/src/time.ts'
import { stores } from '../../support/services.ts'
import { geneva, email, newYork, startTravellers, zurich, type Travellers } from '../../support/travellers.ts'
import { goodPassword, json } from '../../support/warder.ts'

for (const [kind] of stores()) {
  describe(`a sign-in that waits for a code, on ${kind}`, () => {
    let ada: Travellers
    before(async () => (ada = await startTravellers({}, kind)))
    after(() => ada.stop())

    /** What other tests counted against Ada must not decide this one. */
    const later = () => (ada.warder.clock.now += hour)
    const answer = (temp_token: string, code: string, address = newYork) =>
      ada.post(address, '/auth/login/mfa', { temp_token, code })
    const sessions = async () => (await ada.warder.app.db.selectFrom('session').select('id').execute()).length

    test('the right code completes it, once, with tokens whose amr says so', async () => {
      const { temp_token } = await ada.wait()
      const done = await answer(temp_token, await ada.code())
      assert.equal(done.status, 200)
      const { access_token } = await json<{ access_token: string }>(done)
      const [, payload = ''] = access_token.split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
        amr: string[]
        acr: string
      }
      // A code by mail makes it no sign-in with two factors.
      assert.deepEqual([claims.amr, claims.acr], [['pwd', 'otp', 'mca'], 'urn:warder:aal1'])
      assert.equal((await answer(temp_token, await ada.code())).status, 400)
      // From there on New York is where Ada was last.
      assert.equal((await ada.signIn(newYork)).status, 200)
      later()
    })

    test('MF-01 while it waits nothing opens: the temp_token is no token and no session', async () => {
      const before = await sessions()
      const { temp_token } = await ada.wait(zurich)
      const bearer = { authorization: `Bearer ${temp_token}` }
      for (const path of ['/auth/me', '/auth/sessions', '/oauth/userinfo']) {
        assert.equal((await ada.warder.get(path, bearer)).status, 401, path)
        const cookie = `__Host-warder_session=${temp_token}; __Host-warder_pending=${temp_token}`
        assert.equal((await ada.warder.get(path, { cookie })).status, 401, path)
      }
      const refresh = await ada.post(zurich, '/auth/refresh', { refresh_token: temp_token })
      assert.equal(refresh.status, 401)
      const silent = await ada.warder.get('/oauth/authorize?client_id=x&prompt=none', {
        cookie: `__Host-warder_pending=${temp_token}`,
      })
      assert.ok(!silent.headers.get('location')?.includes('code='))
      for (const path of ['/auth/reset-password', '/auth/verify-email']) {
        const other = await ada.post(zurich, path, {
          token: temp_token,
          password: 'another good pass phrase',
        })
        assert.equal(other.status, 400, path)
      }
      assert.equal(await sessions(), before)
      later()
    })

    test('MF-06 after five wrong codes the right one is worth nothing, and a new sign-in is needed', async () => {
      const { temp_token } = await ada.wait(geneva)
      const wrong = await ada.wrong()
      const left: unknown[] = []
      for (let at = 0; at < 5; at++) {
        const refused = await answer(temp_token, wrong)
        assert.equal(refused.status, 401)
        left.push((await json(refused))['attempts_left'])
      }
      assert.deepEqual(left, [4, 3, 2, 1, 0])
      const sixth = await answer(temp_token, await ada.code())
      assert.equal(sixth.status, 400)
      assert.equal((await json(sixth))['code'], 'sign_in_over')
      assert.equal((await ada.post(geneva, '/auth/login/mfa/send', { temp_token })).status, 400)

      const again = await ada.wait(geneva)
      assert.equal((await answer(again.temp_token, await ada.code(), geneva)).status, 200)
      later()
    })

    test('MF-06 of twenty wrong codes at once five are looked at', async () => {
      const { temp_token } = await ada.wait()
      const wrong = await ada.wrong()
      const answers = await Promise.all(Array.from({ length: 20 }, () => answer(temp_token, wrong)))
      assert.equal(answers.filter(({ status }) => status === 401).length, 5)
      assert.equal(answers.filter(({ status }) => status === 200).length, 0)
      // Nor does what nobody looked at count for the person.
      const counted = ada.warder.app.db.selectFrom('counter').select('count')
      const [guesses] = await counted.where('key', 'like', 'mfa-guess:%').execute()
      assert.equal(guesses?.count, 5)
      later()
    })

    test('MF-03 F-33 of twenty right codes at once one signs in', async () => {
      const { temp_token } = await ada.wait()
      const before = await sessions()
      const code = await ada.code()
      const answers = await Promise.all(Array.from({ length: 20 }, () => answer(temp_token, code)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.equal(await sessions(), before + 1)
      later()
    })
  })
}

describe('a waiting sign-in', () => {
  let ada: Travellers
  before(async () => (ada = await startTravellers({})))
  after(() => ada.stop())
  const answer = (temp_token: string, code: string) =>
    ada.post(newYork, '/auth/login/mfa', { temp_token, code })

  test('a code of another sign-in is a wrong one', async () => {
    const first = await ada.wait()
    const code = await ada.code()
    const second = await ada.wait()
    assert.notEqual(await ada.code(), code, 'one in a million: run it again')
    assert.equal((await answer(second.temp_token, code)).status, 401)
    assert.equal((await answer(first.temp_token, await ada.code())).status, 401)
    ada.warder.clock.now += hour
  })

  test('it ends after ten minutes', async () => {
    const { temp_token } = await ada.wait()
    ada.warder.clock.now += 10 * minute
    assert.equal((await answer(temp_token, await ada.code())).status, 400)
    ada.warder.clock.now += hour
  })

  test('a new code ends the one before it, and gives no further guesses', async () => {
    const { temp_token } = await ada.wait()
    const old = await ada.code()
    for (let at = 0; at < 4; at++) await answer(temp_token, await ada.wrong())
    assert.equal((await ada.post(newYork, '/auth/login/mfa/send', { temp_token })).status, 202)
    assert.notEqual(await ada.code(), old, 'one in a million: run it again')
    assert.equal((await answer(temp_token, old)).status, 401)
    assert.equal((await answer(temp_token, await ada.code())).status, 400)
    ada.warder.clock.now += hour
  })

  test('a person is mailed ten codes in an hour, however many sign-ins are begun', async () => {
    for (let at = 0; at < 10; at++) await ada.wait()
    const mails = (await ada.warder.inbox()).length
    const refused = await ada.signIn(newYork)
    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal((await ada.warder.inbox()).length, mails)
    assert.equal((await ada.events('sign_in.throttled')).length, 1)
    // Where Ada usually is nobody asks for a code.
    assert.equal((await ada.signIn(zurich)).status, 200)
    ada.warder.clock.now += hour
  })

  test('and twenty wrong codes of them are looked at', async () => {
    const statuses: number[] = []
    for (let sign_in = 0; sign_in < 5; sign_in++) {
      const { temp_token } = await ada.wait()
      for (let at = 0; at < 5; at++) statuses.push((await answer(temp_token, await ada.wrong())).status)
    }
    assert.equal(statuses.filter((status) => status === 401).length, 20)
    assert.deepEqual(new Set(statuses.slice(20)), new Set([429]))
    ada.warder.clock.now += hour
  })

  test('a password that changed meanwhile ends it', async () => {
    const { temp_token } = await ada.wait()
    const code = await ada.code()
    await ada.post(zurich, '/auth/forgot-password', { email })
    const token = new URLSearchParams((await ada.link('/reset-password')).split('?')[1]).get('token')
    const password = 'quite another pass phrase'
    assert.equal((await ada.post(zurich, '/auth/reset-password', { token, password })).status, 200)
    assert.equal((await answer(temp_token, code)).status, 400)
    ada.warder.clock.now += hour
  })

  test('a person who is disabled meanwhile does not get in', async () => {
    await ada.warder.user('bob@example.com', { full_name: 'Bob' })
    const bob = { email: 'bob@example.com', password: goodPassword }
    assert.equal((await ada.post(zurich, '/auth/login', bob)).status, 200)
    const waiting = await json<{ temp_token: string }>(await ada.post(newYork, '/auth/login', bob))
    const code = await ada.code()
    await setUserDisabled(ada.warder.operator, 'bob@example.com', true)
    assert.equal((await answer(waiting.temp_token, code)).status, 400)
  })

  test('LP-01 neither its code nor its handle stands in the log or the database', async () => {
    const bob = { email: 'other-bob@example.com', password: goodPassword }
    await ada.warder.user(bob.email, { full_name: 'Alice' })
    await ada.post(zurich, '/auth/login', bob)
    const { temp_token } = await json<{ temp_token: string }>(await ada.post(newYork, '/auth/login', bob))
    const code = await ada.code()
    await answer(temp_token, await ada.wrong())
    const rows = await ada.warder.app.db.selectFrom('one_time_token').selectAll().execute()
    const row = rows.find((one) => one.token_hash === digest(temp_token))
    assert.ok(row)
    assert.ok(rows.every(({ data }) => !data.includes(`"${code}"`)))
    assert.ok(!JSON.stringify(rows).includes(temp_token))
    assert.doesNotMatch(row.data, /argon2/)
    const log = ada.warder.lines.join('')
    assert.ok(log.length > 0)
    assert.ok(!log.includes(temp_token.slice(4)) && !log.includes(`"${code}"`))
  })
})

test('MF-01 a browser’s waiting sign-in is of no use in another browser', async () => {
  const ada = await startTravellers({ 'risk.new_device': 'step-up' })
  const mine = ada.browser(zurich)
  const page = await ada.signInAt(mine)
  assert.equal(page.path, '/mfa')
  const handle = mine.cookies.get('__Host-warder_pending')
  assert.ok(handle)

  const theirs = ada.browser(zurich)
  await theirs.open('/login')
  theirs.cookies.set('__Host-warder_pending', handle)
  assert.equal((await theirs.open('/mfa')).path, '/login')
  const stolen = await ada.post(zurich, '/auth/login/mfa', { temp_token: handle, code: await ada.code() })
  assert.equal(stolen.status, 400)

  const done = await mine.submit(page, '/mfa', { code: await ada.code() })
  assert.deepEqual([done.path, done.status], ['/account', 200])
  assert.equal(mine.cookies.has('__Host-warder_pending'), false)
  await ada.stop()
})

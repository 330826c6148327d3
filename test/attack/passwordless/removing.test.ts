import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addKey, leaver, path, stateOf, withoutMail } from '../../support/passkeys/leaving.ts'
import { signInBy } from '../../support/passkeys/people.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { timeInPairs } from '../../support/timing/pairs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const another = 'one more pass phrase of mine'

for (const [kind, fresh] of stores()) {
  describe(`C12 a password that is removed, on ${kind}`, () => {
    let store: FreshStore
    let warder: TestWarder
    before(async () => {
      store = await fresh()
      warder = await startWarder({ database_url: store.url, ...withoutMail })
    })
    after(async () => {
      await warder.close()
      await store.drop()
    })
    const login = (email: string, password = goodPassword) => warder.post('/auth/login', { email, password })

    test('C12 step by step from the password, and nothing before its time', async () => {
      const email = 'steps@example.com'
      const { program: ada } = await leaver(warder, email, 0)
      const refused = async (state: string) => {
        assert.equal(await stateOf(ada), state)
        const answer = await ada.remove(path)
        assert.equal(answer.status, 409)
        const problem = await json<{ code: string; state: string; detail: string }>(answer)
        assert.deepEqual([problem.code, problem.state], ['conflict', state])
      }
      await refused('password-only')
      const { key } = await addKey(warder, ada)
      await refused('password-only')
      assert.equal((await signInBy(warder, key)).status, 200)
      await refused('can-sign-in-without')
      assert.equal((await login(email)).status, 200, 'the password is still there')
      await addKey(warder, ada)
      assert.equal(await stateOf(ada), 'ready')
      const removed = await ada.remove(path)
      assert.equal(removed.status, 200)
      const { access_token, ...rest } = await json<{ access_token: string; password_removed: boolean }>(
        removed,
      )
      assert.equal(rest.password_removed, true)
      const own = { authorization: `Bearer ${access_token}` }
      assert.deepEqual(await json(await warder.get(path, own)), {
        state: 'passwordless',
        ways: ['passkey', 'passkey'],
      })
      const again = await warder.request(path, { method: 'DELETE', headers: own })
      assert.equal(again.status, 409)
      assert.equal((await signInBy(warder, key)).status, 200)
    })

    test('C12 a passkey that was used and removed does not count for one that lies in a cupboard', async () => {
      const { program: ada, keys } = await leaver(warder, 'cupboard@example.com', 3)
      assert.equal(await stateOf(ada), 'ready')
      assert.equal((await ada.remove(`/auth/passkeys/${keys[0]?.id}`)).status, 200)
      assert.equal(await stateOf(ada), 'password-only')
    })

    test('C12 a security key that needs the password beside it is no way in without', async () => {
      const { program: ada, keys } = await leaver(warder, 'beside@example.com', 2)
      await warder.app.db
        .updateTable('credential')
        .set({ data: '{"discoverable":false}' })
        .where('id', '=', keys[1]?.id ?? '')
        .execute()
      assert.equal(await stateOf(ada), 'can-sign-in-without')
    })

    test('C12 it takes a sign-in within five minutes, with the second factor', async () => {
      const { email, program: ada } = await leaver(warder, 'late@example.com', 2)
      const onlyPassword = await json<{ temp_token?: string }>(await login(email))
      assert.ok(onlyPassword.temp_token, 'a passkey is asked for after the password')
      warder.clock.now += 5 * 60 + 1
      for (const answer of [await ada.remove(path), await ada.post(path, { password: another })]) {
        assert.equal(answer.status, 401)
        const { code } = await json<{ code: string }>(answer)
        assert.equal(code, 'insufficient_user_authentication')
      }
      assert.equal((await login(email)).status, 200)
    })

    test('C12 PW-06 afterwards the old password is answered like every wrong one', async () => {
      const { email, program: ada } = await leaver(warder, 'after@example.com', 2)
      await warder.user('bob@example.com')
      assert.equal((await ada.remove(path)).status, 200)
      const seen = async (who: string, password: string) => {
        const answer = await login(who, password)
        const headers = [...answer.headers.keys()].filter((name) => name !== 'x-request-id')
        const body = { ...(await json(answer)), instance: '' }
        return { status: answer.status, headers, body }
      }
      const gone = await seen(email, goodPassword)
      assert.equal(gone.status, 401)
      assert.deepEqual(gone, await seen('bob@example.com', 'this is not the password'))
      assert.deepEqual(gone, await seen('nobody@example.com', goodPassword))
    })

    test('C12 every other session ends, with sign-ins that wait and links to a new password', async () => {
      const { email, program: ada } = await leaver(warder, 'elsewhere@example.com', 2)
      const other = await json<{ temp_token: string }>(await login(email))
      await warder.post('/auth/forgot-password', { email })
      const reset = await linkTo(warder, email, '/reset-password')
      const { access_token, refresh_token } = await json<{ access_token: string; refresh_token: string }>(
        await signInBy(warder, (await addKey(warder, ada)).key),
      )
      const devices = warder.app.db.updateTable('known_device').set({ trusted_until: warder.clock.now + 900 })
      await devices.where('user_id', '=', await idOf(warder, email)).execute()
      assert.equal((await ada.remove(path)).status, 200)
      const trusting = warder.app.db
        .selectFrom('known_device')
        .select('user_id')
        .where('trusted_until', 'is not', null)
      assert.deepEqual(
        await trusting.execute(),
        [],
        'no browser leaves out the passkey that is asked for after a link',
      )
      assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 401)
      assert.equal((await warder.post('/auth/refresh', { refresh_token })).status, 401)
      assert.notEqual((await warder.post('/auth/login/mfa', { ...other, code: '000000' })).status, 200)
      const late = await warder.post('/auth/reset-password', { token: reset, password: another })
      assert.equal((await json<{ code: string }>(late)).code, 'token_invalid')
      assert.equal(await count(warder, email), 0)
      const waiting = await warder.app.db
        .selectFrom('one_time_token')
        .select('purpose')
        .where('purpose', 'in', ['sign_in_attempt', 'password_reset'])
        .where('consumed_at', 'is', null)
        .where('subject', '=', await idOf(warder, email))
        .where('expires_at', '>', warder.clock.now)
        .execute()
      assert.deepEqual(waiting, [])
    })

    test('C12 forgot-password is the way back by mail, and the answer still says nothing', async () => {
      const { email, program: ada } = await leaver(warder, 'back@example.com', 2)
      await ada.remove(path)
      const [known, unknown] = [
        await warder.post('/auth/forgot-password', { email }),
        await warder.post('/auth/forgot-password', { email: 'nobody-at-all@example.com' }),
      ]
      assert.deepEqual([known.status, await known.text()], [unknown.status, await unknown.text()])
      const newest = async () => (await warder.inbox()).find(({ to }) => to === email)
      const [token, asked] = [await linkTo(warder, email, '/reset-password'), await newest()]
      const page = await (await warder.get(`/reset-password?token=${token}`)).text()
      // Before and after: nobody gets a password back without being told.
      for (const text of [asked?.text ?? '', page]) assert.match(text, /no password at the moment/)
      assert.equal((await warder.post('/auth/reset-password', { token, password: another })).status, 200)
      assert.match((await newest())?.subject ?? '', /has a password now/)
      assert.ok((await json<{ temp_token?: string }>(await login(email, another))).temp_token)
    })

    test('C12 the mail says so in the language of its reader, and “this wasn’t me” leads to a new password', async () => {
      const { email, program: ada, keys } = await leaver(warder, 'mail@example.com', 2)
      await warder.app.db.updateTable('user').set({ locale: 'de' }).where('email', '=', email).execute()
      await ada.remove(path)
      const mail = (await warder.inbox()).find(({ to }) => to === email)
      assert.match(mail?.subject ?? '', /Dein Passwort .* wurde entfernt/)
      assert.ok(keys[0])
      const { access_token } = await json<{ access_token: string }>(await signInBy(warder, keys[0].key))
      const inside = { authorization: `Bearer ${access_token}` }
      assert.equal((await warder.get('/auth/me', inside)).status, 200)
      const browser = warder.browser()
      const page = await browser.open(`/not-me?token=${await linkTo(warder, email, '/not-me')}`)
      assert.equal((await browser.submit(page, '/not-me', {})).status, 200)
      assert.equal((await warder.get('/auth/me', inside)).status, 401)
      assert.equal(
        (await signInBy(warder, keys[0].key)).status,
        401,
        'whoever took the password away may have added it',
      )
      const token = await linkTo(warder, email, '/reset-password')
      assert.equal((await warder.post('/auth/reset-password', { token, password: another })).status, 200)
      assert.equal((await login(email, another)).status, 200)
    })

    test('C12 a password is set again by whoever has none, and by nobody else', async () => {
      const { email, program: ada } = await leaver(warder, 'again@example.com', 2)
      assert.equal((await ada.post(path, { password: another })).status, 409, 'there is one')
      const removed = await json<{ access_token: string }>(await ada.remove(path))
      const own = { authorization: `Bearer ${removed.access_token}` }
      const weak = await warder.post(path, { password: 'password1' }, own)
      assert.equal((await json<{ code: string }>(weak)).code, 'password_refused')
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => warder.post(path, { password: another }, own)),
      )
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
      assert.deepEqual(statuses, [201, ...Array<number>(19).fill(409)])
      assert.equal(await count(warder, email), 1)
      assert.equal((await json<{ state: string }>(await warder.get(path, own))).state, 'ready')
      assert.equal((await login(email, another)).status, 200)
      const told = (await warder.inbox()).filter(
        (mail) => mail.to === email && /has a password/.test(mail.subject),
      )
      assert.equal(told.length, 1)
    })

    test('C12 MF-19 without a password the last way in stays', async () => {
      const { program: ada, keys } = await leaver(warder, 'last@example.com', 2)
      const { access_token } = await json<{ access_token: string }>(await ada.remove(path))
      const headers = { authorization: `Bearer ${access_token}` }
      const remove = (at: number) =>
        warder.request(`/auth/passkeys/${keys[at]?.id}`, { method: 'DELETE', headers })
      assert.equal((await remove(1)).status, 200)
      assert.equal((await remove(0)).status, 409)
      assert.equal((await warder.post(path, { password: another }, headers)).status, 201)
      assert.equal((await remove(0)).status, 200, 'with a password again')
    })

    test('C12 whoever must choose a new password keeps theirs until then', async () => {
      const { email, program: ada } = await leaver(warder, 'must@example.com', 2)
      const change = { password_change_required_at: warder.clock.now }
      await warder.app.db.updateTable('user').set(change).where('email', '=', email).execute()
      assert.equal(await stateOf(ada), 'password-only')
      assert.equal((await ada.remove(path)).status, 409)
    })

    test('C12 a program of another person changes nothing', async () => {
      const { email } = await leaver(warder, 'alice@example.com', 2)
      await warder.user('mallory@example.com')
      const mallory = await program(warder, 'mallory@example.com')
      assert.equal((await mallory.remove(path)).status, 409)
      assert.equal(await count(warder, email), 1)
    })
  })
}

test('C12 a link or a code by mail counts where it was used and the operator has it on', async (t) => {
  const warder = await startWarder()
  t.after(() => warder.close())
  const { program: ada, keys } = await leaver(warder, 'ada@example.com', 1)
  assert.equal(await stateOf(ada), 'ready', 'a passkey that was used, and mail')
  await warder.user('bob@example.com')
  const bob = await program(warder, 'bob@example.com')
  assert.equal(await stateOf(bob), 'password-only', 'mail was not used')
  await warder.post('/auth/otp/send', { channel: 'email', to: 'bob@example.com' })
  await warder.post('/auth/magic/send', { email: 'bob@example.com' })
  const token = await linkTo(warder, 'bob@example.com', '/magic')
  assert.equal((await warder.post('/auth/magic/verify', { token })).status, 200)
  assert.equal(await stateOf(bob), 'can-sign-in-without')

  for (let unused = 0; unused < 2; unused++) await addKey(warder, bob)
  const off = await startWarder(withoutMail, {}, warder.app.db)
  const state = async (own: typeof ada) =>
    (await json<{ state: string }>(await off.get(path, own.headers()))).state
  assert.deepEqual([await state(ada), await state(bob)], ['can-sign-in-without', 'password-only'])
  assert.equal(keys.length, 1)
})

async function count(warder: TestWarder, email: string): Promise<number> {
  const rows = await warder.app.db
    .selectFrom('credential')
    .innerJoin('user', 'user.id', 'credential.user_id')
    .select('credential.id')
    .where('user.email', '=', email)
    .where('credential.method', '=', 'password')
    .execute()
  return rows.length
}

async function idOf({ app: { db } }: TestWarder, email: string): Promise<string> {
  return (await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
}

test('C12 PW-06 a password that is gone takes as long to be refused as one that is wrong', async (t) => {
  const cheap = await startWarder()
  const password = { ...cheap.app.config.password, memory_kib: 19_456, passes: 2 }
  await cheap.close()
  const warder = await startWarder(withoutMail, { password })
  t.after(() => warder.close())
  const { email, program: ada } = await leaver(warder, 'ada@example.com', 2)
  assert.equal((await ada.remove(path)).status, 200)
  await warder.user('bob@example.com')
  const refuse = (who: string, address: string) => async () => {
    const body = JSON.stringify({ email: who, password: 'this is not the password' })
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
    assert.equal(
      (await warder.request('/auth/login', { method: 'POST', body, headers }, address)).status,
      401,
    )
  }
  const [gone, wrong] = await timeInPairs(12, () => {
    warder.clock.now += 3600
    return [refuse(email, '192.0.2.7'), refuse('bob@example.com', '192.0.2.8')]
  })
  assert.ok(gone / wrong > 0.5 && gone / wrong < 2, `${gone.toFixed(1)} and ${wrong.toFixed(1)} ms`)
  assert.ok(wrong > 5, 'a hash that takes time')
})

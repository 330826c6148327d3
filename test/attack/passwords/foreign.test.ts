import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

/** Each of the password it is named for, by another program. */
const bcrypt = {
  long: '$2b$04$W3nsd.pkro9.RZG1Sdc77ebAPrFgk4Z.otTNvt0kUKc.OjOU8txRm',
  decomposed: '$2b$04$m3hIBlooRE2wMF2pITtvau/0QVHxWSCaySEPDr0z6ap59UByDlZsC',
  good: '$2b$04$XjX/zgHKv2HQAvcFDIpXW.EWfdUM4DRMc/hP4mE3pVM/26uNiPIwS',
}
/** Of the good password, with a salt of eight bytes. */
const ssha = '{SSHA}o7B+j1mFfbmEwTcG4Xb9GJL9mOYAAQIDBAUGBw=='

describe('hashes of other systems', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
  })
  after(() => warder.close())

  const imported = (email: string, password_hash: string) =>
    createUser(warder.operator, { email, password_hash })
  const login = async (email: string, password: string) =>
    (await warder.post('/auth/login', { email, password })).status
  const stored = (user_id: string) =>
    warder.app.db
      .selectFrom('credential')
      .select(['data', 'updated_at'])
      .where('user_id', '=', user_id)
      .executeTakeFirstOrThrow()
  const rehashed = (user_id: string) =>
    warder.app.db
      .selectFrom('audit_event')
      .select('outcome')
      .where('type', '=', 'password.rehashed')
      .where('subject', '=', user_id)
      .execute()

  test('PW-04 the first right sign-in replaces one by Argon2id, and then the whole password counts', async () => {
    const long = `${'x'.repeat(72)} and what bcrypt never saw`
    const { id } = await imported('long@example.com', bcrypt.long)
    assert.equal(await login('long@example.com', 'x'.repeat(71)), 401)
    assert.match((await stored(id)).data, /^\$2[ab]\$/)
    warder.clock.now += 60
    assert.equal(await login('long@example.com', long), 200)
    const { data, updated_at } = await stored(id)
    assert.match(data, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    assert.equal(updated_at, warder.clock.now - 60, 'the person changed nothing')
    assert.deepEqual(await rehashed(id), [{ outcome: 'succeeded' }])
    for (const other of ['x'.repeat(72), `${long}x`])
      assert.equal(await login('long@example.com', other), 401)
    assert.equal(await login('long@example.com', long), 200)
    assert.equal((await rehashed(id)).length, 1)
  })

  test('of many sign-ins at once with a foreign hash all succeed, and one replaces it', async () => {
    const { id } = await imported('many@example.com', ssha)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => login('many@example.com', goodPassword)),
    )
    assert.deepEqual(answers, Array(20).fill(200))
    assert.match((await stored(id)).data, /^\$argon2id\$/)
    assert.equal((await rehashed(id)).length, 1)
  })

  test('a sign-in that looked at the old hash goes on with the better one that another made meanwhile', async () => {
    const { id } = await imported('pair@example.com', ssha)
    const { verify } = warder.app.passwords
    const set = (data: string) =>
      warder.app.db.updateTable('credential').set({ data }).where('user_id', '=', id).execute()
    const meanwhile = (data: string) => {
      warder.app.passwords.verify = async (password, hash) => {
        const right = await verify(password, hash)
        if (hash === ssha) await set(data)
        return right
      }
    }
    meanwhile(await warder.app.passwords.hash(goodPassword))
    assert.equal(await login('pair@example.com', goodPassword), 200)
    await set(ssha)
    meanwhile(await warder.app.passwords.hash('what Mallory never knew, at all'))
    assert.equal(await login('pair@example.com', goodPassword), 401)
    warder.app.passwords.verify = verify
  })

  test('PW-07 a foreign hash is right for the form that was typed, and afterwards every form is', async () => {
    await imported('form@example.com', bcrypt.decomposed)
    assert.equal(await login('form@example.com', 'A\u030angstro\u0308m typed on a Mac'), 200)
    assert.equal(await login('form@example.com', 'Ångström typed on a Mac'), 200)
  })

  test('a password that was changed while the better hash was made stays changed', async () => {
    const { id } = await imported('swap@example.com', bcrypt.good)
    const { improve } = warder.app.passwords
    const changed = await warder.app.passwords.hash('what Mallory never knew, at all')
    warder.app.passwords.improve = async (password, hash) => {
      await warder.app.db.updateTable('credential').set({ data: changed }).where('user_id', '=', id).execute()
      return improve(password, hash)
    }
    assert.equal(await login('swap@example.com', goodPassword), 200)
    warder.app.passwords.improve = improve
    assert.equal((await stored(id)).data, changed)
    assert.equal(await login('swap@example.com', goodPassword), 401)
  })

  test('a better hash that cannot be made leaves the person signed in and the old hash where it is', async () => {
    const { id } = await imported('later@example.com', ssha)
    const { improve } = warder.app.passwords
    warder.app.passwords.improve = () => Promise.reject(new Error('no memory left'))
    assert.equal(await login('later@example.com', goodPassword), 200)
    warder.app.passwords.improve = improve
    assert.equal((await stored(id)).data, ssha)
    assert.ok(warder.lines.some((line) => line.includes('a better hash of a password could not be made')))
  })

  test('DS-19 a hash that nobody can verify, or only with gigabytes, is not imported', async () => {
    const refused = [
      '5f4dcc3b5aa765d61d8327deb882cf99',
      '$scrypt$ln=25,r=8,p=1$c29tZXNhbHQ$c29tZXNhbHRzb21lc2FsdA',
    ]
    for (const hash of refused) {
      await assert.rejects(imported('bad@example.com', hash), { code: 'invalid_input' })
    }
  })
})

test('parameters may rise: the next right sign-in makes the hash anew, a wrong one does not', async () => {
  const before = await startWarder()
  await before.user()
  const { data } = await before.app.db.selectFrom('credential').select('data').executeTakeFirstOrThrow()
  const password = { ...before.app.config.password, memory_kib: 128, passes: 2 }
  const after = await startWarder({}, { password })
  const { id } = await createUser(after.operator, { email: 'ada@example.com', password_hash: data })
  const stored = async () =>
    (
      await after.app.db
        .selectFrom('credential')
        .select('data')
        .where('user_id', '=', id)
        .executeTakeFirstOrThrow()
    ).data
  const login = (text: string) => after.post('/auth/login', { email: 'ada@example.com', password: text })
  assert.equal((await login('wrong in any case')).status, 401)
  assert.equal(await stored(), data)
  assert.equal((await login(goodPassword)).status, 200)
  assert.match(await stored(), /^\$argon2id\$v=19\$m=128,t=2,p=1\$/)
  assert.equal((await login(goodPassword)).status, 200)
  await Promise.all([before.close(), after.close()])
})

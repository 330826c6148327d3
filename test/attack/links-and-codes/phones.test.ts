import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { lockDown } from '../../../packages/warder/src/users/lifecycle/lock-down.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { waiting } from '../../support/people/authenticator.ts'
import {
  addPhone,
  personWithPhone,
  put,
  textedCode,
  textsTo,
  withTexts,
} from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60

const mailed = async (warder: TestWarder, email: string) =>
  (await warder.inbox())
    .filter(({ to, channel }) => to === email && channel === 'email')
    .map(({ subject }) => subject)
const types = async (warder: TestWarder, user_id: string) =>
  (await warder.app.db.selectFrom('audit_event').select('type').where('actor', '=', user_id).execute()).map(
    ({ type }) => type,
  )

describe('the phone number of a person', () => {
  let warder: TestWarder
  let count = 0
  before(async () => (warder = await startWarder(withTexts)))
  after(() => warder.close())
  const fresh = () => `+4179${String(2_000_000 + ++count * 12_345)}`
  const someone = async () => {
    const email = `person-${++count}@example.com`
    const { id } = await warder.user(email)
    return { id, email, ada: await program(warder, email) }
  }

  test('is nothing before its code is typed; then it is shown, told by mail and written down', async () => {
    const { id, email, ada } = await someone()
    const phone = fresh()
    assert.deepEqual(await json(await ada.get('/auth/me/phone')), { phone: null })
    assert.equal((await put(ada, { phone })).status, 202)
    assert.deepEqual(await json(await ada.get('/auth/me/phone')), { phone: null })
    const code = await textedCode(warder, phone)
    const wrong = await ada.post('/auth/me/phone/confirm', { code: code === '000000' ? '1' : '000000' })
    assert.deepEqual([wrong.status, (await json<{ attempts_left: number }>(wrong)).attempts_left], [400, 4])
    assert.equal((await ada.post('/auth/me/phone/confirm', { code })).status, 200)
    const shown = await json(await ada.get('/auth/me/phone'))
    assert.deepEqual([shown['phone'], shown['sign_in'], shown['second_step']], [phone, true, false])
    assert.match((await mailed(warder, email)).join(), /A phone number was added/)
    assert.deepEqual(
      (await types(warder, id)).filter((type) => type.startsWith('phone')),
      ['phone.asked', 'phone.confirmed'],
    )
    assert.equal((await ada.post('/auth/me/phone/confirm', { code })).status, 400, 'the code works once')
  })

  test('five wrong codes end it, also for the right one, and so does time', async () => {
    const { ada, email } = await someone()
    const phone = fresh()
    await put(ada, { phone })
    const code = await textedCode(warder, phone)
    for (let at = 0; at < 5; at++)
      assert.equal((await ada.post('/auth/me/phone/confirm', { code: 'x' })).status, 400)
    assert.equal((await ada.post('/auth/me/phone/confirm', { code })).status, 400)
    await put(ada, { phone })
    const next = await textedCode(warder, phone)
    warder.clock.now += 10 * minute
    const later = await program(warder, email)
    assert.equal((await later.post('/auth/me/phone/confirm', { code: next })).status, 400)
    assert.deepEqual(await json(await later.get('/auth/me/phone')), { phone: null })
  })

  test('is added, changed and removed only a moment after its person showed who they are', async () => {
    const { ada } = await someone()
    const phone = fresh()
    await addPhone(warder, ada, phone)
    warder.clock.now += 6 * minute
    for (const call of [
      () => put(ada, { phone: fresh() }),
      () => put(ada, { phone, second_step: true }),
      () => ada.remove('/auth/me/phone'),
    ]) {
      const answer = await call()
      assert.equal(answer.status, 401)
      assert.equal((await json<{ code: string }>(answer)).code, 'insufficient_user_authentication')
    }
  })

  test('is one person’s: who confirms another’s is told so, and not before', async () => {
    const alice = await someone()
    const bob = await someone()
    const phone = fresh()
    await addPhone(warder, alice.ada, phone)
    assert.equal((await put(bob.ada, { phone })).status, 202)
    const answer = await bob.ada.post('/auth/me/phone/confirm', { code: await textedCode(warder, phone) })
    assert.equal(answer.status, 409)
    assert.deepEqual(await json(await bob.ada.get('/auth/me/phone')), { phone: null })
    assert.equal((await json(await alice.ada.get('/auth/me/phone')))['phone'], phone)
  })

  test('is used for what its person says, whatever another says of theirs', async () => {
    const [alice, bob] = [await someone(), await someone()]
    const phone = fresh()
    await addPhone(warder, alice.ada, phone)
    await addPhone(warder, bob.ada, fresh())
    assert.equal((await put(alice.ada, { phone, sign_in: false, second_step: true })).status, 200)
    assert.equal((await json(await alice.ada.get('/auth/me/phone')))['sign_in'], false)
    assert.equal((await json(await bob.ada.get('/auth/me/phone')))['sign_in'], true)
  })

  test('another takes its place only once it is confirmed, and its person is mailed', async () => {
    const { email, ada } = await someone()
    const [first, second] = [fresh(), fresh()]
    await addPhone(warder, ada, first)
    await put(ada, { phone: second })
    assert.equal((await json(await ada.get('/auth/me/phone')))['phone'], first)
    const code = await textedCode(warder, second)
    assert.equal((await ada.post('/auth/me/phone/confirm', { code })).status, 200)
    assert.equal((await json(await ada.get('/auth/me/phone')))['phone'], second)
    assert.equal(
      (await mailed(warder, email)).filter((subject) => /phone number was added/.test(subject)).length,
      2,
    )
    assert.equal((await ada.remove('/auth/me/phone')).status, 204)
    assert.deepEqual(await json(await ada.get('/auth/me/phone')), { phone: null })
    assert.match((await mailed(warder, email)).join(), /A phone number was removed/)
    assert.equal((await ada.remove('/auth/me/phone')).status, 404)
  })

  test('typed again, the last code that was sent is good; another number ends what waited', async () => {
    const { ada } = await someone()
    const [first, second] = [fresh(), fresh()]
    for (let at = 0; at < 4; at++) assert.equal((await put(ada, { phone: first })).status, 202)
    const old = await textedCode(warder, first)
    assert.equal((await ada.post('/auth/me/phone/confirm', { code: old })).status, 200)
    const [third, fourth] = [fresh(), second]
    await put(ada, { phone: third })
    await put(ada, { phone: fourth })
    const codes = [await textedCode(warder, fourth), await textedCode(warder, third)]
    const statuses: number[] = []
    for (const code of codes) statuses.push((await ada.post('/auth/me/phone/confirm', { code })).status)
    assert.deepEqual(statuses, [200, 400])
  })

  test('MF-17 a person has messages sent to numbers that they type ten times in an hour', async () => {
    const { ada } = await someone()
    const statuses: number[] = []
    for (let at = 0; at < 11; at++) statuses.push((await put(ada, { phone: fresh() })).status)
    assert.deepEqual(statuses, [...Array<number>(10).fill(202), 429])
    warder.clock.now += 60 * minute
  })

  test('as second step it is asked for after the password, brings recovery codes, and the session says so', async () => {
    const { email, ada } = await someone()
    const phone = fresh()
    const codes = await addPhone(warder, ada, phone, { second_step: true })
    assert.equal(codes.length, 10)
    assert.equal((await json(await ada.get('/auth/me')))['mfa_enabled'], true)
    assert.match((await mailed(warder, email)).join(), /now asks for a code from your phone/)
    const { temp_token, mfa_types } = await waiting(warder, email)
    assert.deepEqual(mfa_types.slice(0, 2), ['sms', 'backup_code'])
    const code = await textedCode(warder, phone)
    const answer = await warder.post('/auth/login/mfa', { temp_token, code })
    assert.equal(answer.status, 200, await answer.clone().text())
    const { access_token } = await json<{ access_token: string }>(answer)
    const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
    const { amr, acr } = JSON.parse(payload) as { amr: string[]; acr: string }
    assert.deepEqual([amr, acr], [['pwd', 'otp', 'sms', 'mfa'], 'urn:warder:aal2'])

    warder.clock.now += 6 * minute
    const begun = await ada.post('/auth/reauthenticate/begin', { method: 'sms' })
    const { challenge_id } = await json<{ challenge_id: string }>(begun)
    const again = { challenge_id, code: await textedCode(warder, phone) }
    assert.equal((await ada.post('/auth/reauthenticate', again)).status, 200)

    // The session in which it was added knows of it, so that it can be turned off there at once.
    assert.equal((await put(ada, { phone, sign_in: true, second_step: false })).status, 200)
    assert.equal((await json(await ada.get('/auth/me')))['mfa_enabled'], false)
    assert.match((await mailed(warder, email)).join(), /no longer asks for a code/)
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 200)
  })

  test('a person with a second step is asked for it after a link, and a code by text message does not count twice', async () => {
    const { email, ada } = await someone()
    const phone = fresh()
    await addPhone(warder, ada, phone, { sign_in: true, second_step: true })
    await warder.post('/auth/magic/send', { email })
    const token = await linkTo(warder, email, '/magic')
    const asked = await json<{ mfa_required: boolean; mfa_types: string[] }>(
      await warder.post('/auth/magic/verify', { token }),
    )
    assert.deepEqual([asked.mfa_required, asked.mfa_types], [true, ['sms', 'backup_code']])
    warder.clock.now += 15 * minute
    const { challenge_id } = await json<{ challenge_id: string }>(
      await warder.post('/auth/otp/send', { channel: 'sms', to: phone }),
    )
    const code = await textedCode(warder, phone)
    const next = await json<{ mfa_types: string[] }>(
      await warder.post('/auth/otp/verify', { challenge_id, code }),
    )
    assert.ok(!next.mfa_types.includes('sms') && next.mfa_types.length > 0, next.mfa_types.join())
  })

  test('what somebody else added goes when its person says that it was not them', async () => {
    const { id, ada } = await someone()
    const since = warder.clock.now
    warder.clock.now += 1
    await addPhone(warder, ada, fresh(), { sign_in: true, second_step: true })
    const { db } = warder.app
    await db.transaction().execute((tx) => lockDown(tx, warder.operator, id, { actor: id, since }))
    const rows = await db.selectFrom('credential').select('method').where('user_id', '=', id).execute()
    assert.deepEqual(
      rows.map(({ method }) => method),
      ['password'],
    )
  })

  test('an erased person leaves no number behind, nor what was sent to it', async () => {
    const { ada } = await someone()
    const [phone, only_typed] = [fresh(), fresh()]
    await addPhone(warder, ada, phone)
    await put(ada, { phone: only_typed })
    assert.equal((await ada.remove('/auth/me')).status, 204)
    for (const number of [phone, only_typed]) assert.deepEqual(await textsTo(warder, number), [])
    const rows = await warder.app.db.selectFrom('one_time_token').select('data').execute()
    assert.ok(!JSON.stringify(rows).includes(phone) && !JSON.stringify(rows).includes(only_typed))
  })
})

onEveryDatabase(
  'a number of somebody who has nothing else',
  (warder) => {
    test('MF-19 the last way in stays: the number, and that it signs in', async () => {
      const email = 'eve@example.com'
      const { ada } = await personWithPhone(warder, email, '+41794445566')
      const eve = warder.app.db.selectFrom('user').select('id').where('email', '=', email)
      const password = await warder.app.db
        .deleteFrom('credential')
        .where('user_id', 'in', eve)
        .where('method', '=', 'password')
        .returningAll()
        .executeTakeFirstOrThrow()
      const changes = [
        () => put(ada, { phone: '+41794445566', sign_in: false }),
        () => ada.remove('/auth/me/phone'),
      ]
      for (const change of changes) {
        const refused = await change()
        assert.equal(refused.status, 409)
        assert.match((await json<{ detail: string }>(refused)).detail, /only way to sign in/)
      }
      await warder.app.db.insertInto('credential').values(password).execute()
      for (const change of changes) assert.ok((await change()).ok)
    })
  },
  { ...withTexts, 'magic_link.enabled': 'off', 'otp.email': 'off' },
)

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPhone, personWithPhone, put, textedCode, withTexts } from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { lastReason } from '../../support/upstream/world.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

/** Between the message and its answer an address, a number or an account may have changed. */
describe('a code that signs in', () => {
  let warder: TestWarder
  let count = 0
  before(async () => {
    warder = await startWarder({
      ...withTexts,
      'limits.costly': '100000',
      'limits.mailing': '100000',
    })
  })
  after(() => warder.close())

  const freshNumber = () => `+4179${String(4_000_000 + ++count * 12_345)}`
  const freshAddress = () => `person-${++count}@example.com`
  async function send(channel: 'email' | 'sms', to: string, headers = {}): Promise<string> {
    const answer = await warder.post('/auth/otp/send', { channel, to }, headers)
    return (await json<{ challenge_id: string }>(answer)).challenge_id
  }
  const verify = async (challenge_id: string, code: string, headers = {}) =>
    (await warder.post('/auth/otp/verify', { challenge_id, code }, headers)).status
  const mailedCodes = async (email: string) =>
    (await warder.inbox()).filter(({ to }) => to === email).flatMap(({ codes }) => codes)
  const change = (email: string) => warder.app.db.updateTable('user').where('email', '=', email)

  test('is worth nothing once its address is no longer the person’s', async () => {
    const email = freshAddress()
    await warder.user(email)
    const id = await send('email', email)
    const [code = ''] = await mailedCodes(email)
    await warder.app.db
      .updateTable('user_email')
      .set({ id: `eml_moved_${count}` })
      .where('email', '=', email)
      .execute()
    assert.equal(await verify(id, code), 400)
  })

  test('is worth nothing once its number signs in no more, or has given way to another', async () => {
    const changes = [
      (ada: Parameters<typeof put>[0], phone: string) =>
        put(ada, { phone, sign_in: false, second_step: true }),
      (ada: Parameters<typeof put>[0]) => addPhone(warder, ada, freshNumber(), { sign_in: true }),
    ]
    for (const [at, turn] of changes.entries()) {
      const phone = freshNumber()
      const { ada } = await personWithPhone(warder, freshAddress(), phone, { sign_in: true })
      const id = await send('sms', phone)
      const code = await textedCode(warder, phone)
      await turn(ada, phone)
      assert.equal(await verify(id, code), 400, String(at))
    }
  })

  test('is good for the address that it was sent to, and not longer where it was asked for too soon', async () => {
    const email = freshAddress()
    const ada = await program(warder, (await warder.user(email)).email)
    const other = `other-${email}`
    await ada.post('/auth/me/emails', { email: other })
    await ada.post('/auth/me/emails/confirm', { token: await linkTo(warder, other, '/confirm-email') })
    await send('email', other)
    warder.clock.now += 30
    await send('email', email)
    const soon = [await send('email', other), await send('email', other)]
    const [code = ''] = await mailedCodes(other)
    const [elsewhere = ''] = await mailedCodes(email)
    assert.notEqual(code, elsewhere, 'one in a million: run it again')
    assert.equal(await verify(soon[0] ?? '', elsewhere), 401)
    assert.equal(await verify(soon[0] ?? '', code), 200)
    warder.clock.now += 60
    await send('email', other)
    warder.clock.now += 30
    const again = await send('email', other)
    const [newest = ''] = await mailedCodes(other)
    warder.clock.now += 570
    assert.equal(await verify(again, newest), 400)
  })

  test('nor has a link more than five tries at the number of the browser that asked, all at once', async () => {
    const email = freshAddress()
    await warder.user(email)
    const cookie = '__Host-warder_browser=wdb_asked'
    await warder.post('/auth/magic/send', { email }, { cookie })
    const token = await linkTo(warder, email, '/magic')
    const guess = () => warder.post('/auth/magic/verify', { token, code: 'x' })
    const statuses = (await Promise.all(Array.from({ length: 9 }, guess))).map(({ status }) => status)
    // The fifth says that it was the last.
    assert.equal(statuses.filter((status) => status === 401).length, 4)
  })

  test('is sent to nobody who is disabled, and lets nobody in who is so since', async () => {
    const email = freshAddress()
    await warder.user(email)
    const id = await send('email', email)
    const [code = ''] = await mailedCodes(email)
    await change(email).set({ disabled_at: 1 }).execute()
    assert.equal(await verify(id, code), 400)
    assert.equal(await lastReason(warder, 'sign_in.code'), 'stopped')
    warder.clock.now += 60
    await send('email', email)
    assert.equal((await mailedCodes(email)).length, 1)
  })

  test('is guessed at as seldom by many browsers, each of them new, as by one', async () => {
    const email = freshAddress()
    await warder.user(email)
    const statuses: number[] = []
    for (let at = 0; at < 12; at++) {
      warder.clock.now += 60
      const headers = { cookie: `__Host-warder_browser=wdb_${at}` }
      statuses.push(await verify(await send('email', email, headers), 'x', headers))
    }
    assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429])
  })

  test('is guessed at five times, however many come at once, and no more are counted', async () => {
    const email = freshAddress()
    await warder.user(email)
    const id = await send('email', email)
    const statuses = await Promise.all(Array.from({ length: 9 }, () => verify(id, 'x')))
    assert.equal(statuses.filter((status) => status === 401).length, 5)
    warder.clock.now += 60
    const next = await send('email', email)
    for (let at = 0; at < 5; at++) assert.equal(await verify(next, 'x'), 401, 'ten in an hour')
  })
})

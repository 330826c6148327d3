import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newCode } from '../../../packages/warder/src/crypto/tokens.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { personWithPhone, textedCode, textsTo, withTexts } from '../../support/people/phones.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60

type Challenge = { challenge_id: string }

async function send(warder: TestWarder, to: string, channel = 'email', headers = {}): Promise<string> {
  const answer = await warder.post('/auth/otp/send', { channel, to }, headers)
  assert.equal(answer.status, 202, await answer.clone().text())
  return (await json<Challenge>(answer)).challenge_id
}

const mailsTo = async (warder: TestWarder, email: string) =>
  (await warder.inbox()).filter(({ to }) => to === email)
const mailedCode = async (warder: TestWarder, email: string) =>
  (await mailsTo(warder, email)).flatMap(({ codes }) => codes)[0] ?? ''
const other = (code: string) => (code === '000000' ? '000001' : '000000')

onEveryDatabase('a code by mail', (warder) => {
  const verify = (challenge_id: string, code: string, headers = {}) =>
    warder.post('/auth/otp/verify', { challenge_id, code }, headers)
  let people = 0
  const person = async () => {
    const email = `person-${++people}@example.com`
    await warder.user(email)
    return email
  }

  test('ML-02 of twenty calls at once with one code a single one has a session', async () => {
    const email = await person()
    const id = await send(warder, email)
    const code = await mailedCode(warder, email)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(id, code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal((await verify(id, code)).status, 400)
  })

  test('of two challenges for one code, which asking too soon makes, one alone has a session', async () => {
    const email = await person()
    const first = await send(warder, email)
    const second = await send(warder, email)
    assert.notEqual(first, second)
    assert.equal((await mailsTo(warder, email)).length, 1)
    const code = await mailedCode(warder, email)
    const answers = await Promise.all([first, second, first, second].map((id) => verify(id, code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('asked too soon, whoever asked goes on with the code that they have', async () => {
    const email = await person()
    await send(warder, email)
    const second = await send(warder, email)
    assert.equal((await mailsTo(warder, email)).length, 1)
    assert.equal((await verify(second, await mailedCode(warder, email))).status, 200)
  })

  test('asked too soon from another browser, no code is right there', async () => {
    const email = await person()
    const [ada, mallory] = [warder.browser(), warder.browser()]
    const asking = await ada.submit(await ada.open('/otp'), '/otp/send', { to: email })
    const code = await mailedCode(warder, email)
    const theirs = await mallory.submit(await mallory.open('/otp'), '/otp/send', { to: email })
    assert.equal((await mailsTo(warder, email)).length, 1)
    assert.equal((await mallory.submit(theirs, '/otp', { code })).status, 401)
    assert.equal((await ada.submit(asking, '/otp', { code })).path, '/account')
  })

  test('the code may have spaces and dashes, and says in the tokens what was proved', async () => {
    const email = await person()
    const id = await send(warder, email)
    const code = await mailedCode(warder, email)
    const answer = await verify(id, `${code.slice(0, 3)} - ${code.slice(3)}`)
    const { access_token } = await json<{ access_token: string }>(answer)
    const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
    const { amr, acr } = JSON.parse(payload) as { amr: string[]; acr: string }
    assert.deepEqual([amr, acr], [['otp', 'mca'], 'urn:warder:aal1'])
  })

  test('five wrong codes end a challenge, also for the right one; it lasts ten minutes', async () => {
    const email = await person()
    const id = await send(warder, email)
    const code = await mailedCode(warder, email)
    for (let left = 4; left >= 0; left--) {
      const answer = await verify(id, other(code))
      assert.equal(answer.status, 401)
      assert.equal((await json<{ attempts_left: number }>(answer)).attempts_left, left)
    }
    assert.equal((await verify(id, code)).status, 400)
    warder.clock.now += minute
    const next = await send(warder, email)
    const newest = await mailedCode(warder, email)
    warder.clock.now += 10 * minute
    assert.equal((await verify(next, newest)).status, 400)
  })

  test('guesses at an address are counted over all of its challenges, whether or not it has an account', async () => {
    for (const email of [await person(), `nobody-${people}@example.com`]) {
      const statuses: number[] = []
      for (let round = 0; round < 3; round++) {
        warder.clock.now += minute
        const id = await send(warder, email)
        for (let at = 0; at < 5; at++) statuses.push((await verify(id, 'x')).status)
      }
      assert.deepEqual(statuses, [...Array<number>(10).fill(401), ...Array<number>(5).fill(429)], email)
    }
  })

  test('thirty wrong codes are looked at in a day and eighty in a row, and a right one starts anew', async () => {
    const email = await person()
    const looked: number[] = []
    const days = async () => {
      for (let day = 0; day < 4; day++) {
        const statuses: number[] = []
        for (let hour = 0; hour < 4; hour++) {
          warder.clock.now += 3600
          for (let round = 0; round < 2; round++) {
            warder.clock.now += minute
            const id = await send(warder, email)
            for (let at = 0; at < 5; at++) statuses.push((await verify(id, 'x')).status)
          }
        }
        looked.push(statuses.filter((status) => status === 401).length)
        warder.clock.now += 24 * 3600
      }
    }
    await days()
    assert.deepEqual(looked, [30, 30, 20, 0])
    const browser = warder.browser()
    const login = await browser.open('/login')
    await browser.submit(login, '/login', { email, password: goodPassword })
    await browser.submit(await browser.open('/logout'), '/logout', {})
    const page = await browser.submit(await browser.open('/otp'), '/otp/send', { to: email })
    const inside = await browser.submit(page, '/otp', { code: await mailedCode(warder, email) })
    assert.equal(inside.path, '/account', 'a browser of hers has guesses of its own')
    warder.clock.now += 3600
    assert.equal((await verify(await send(warder, email), 'x')).status, 401)
  })

  test('a challenge of one browser is nothing to another one, or to a program', async () => {
    const email = await person()
    const browser = warder.browser()
    const page = await browser.submit(await browser.open('/otp'), '/otp/send', { to: email })
    const id = /name="challenge_id" value="(wot_[\w-]+)"/.exec(page.html)?.[1] ?? ''
    const code = await mailedCode(warder, email)
    assert.equal((await verify(id, code)).status, 400)
    const stranger = warder.browser()
    await stranger.open('/otp')
    const cookie = [...stranger.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    assert.equal((await verify(id, code, { cookie })).status, 400)
    assert.equal((await browser.submit(page, '/otp', { code })).path, '/account')
  })
})

describe('ML-10 codes', () => {
  test('ML-10 a hundred thousand codes have six digits each, and each digit stands in each place as often as any', () => {
    const counts = Array.from({ length: 6 }, () => Array<number>(10).fill(0))
    const drawn = 100_000
    for (let at = 0; at < drawn; at++) {
      const code = newCode()
      assert.match(code, /^\d{6}$/)
      for (const [place, digit] of [...code].entries()) {
        const row = counts[place]
        if (row) row[Number(digit)] = (row[Number(digit)] ?? 0) + 1
      }
    }
    // The chi-squared distribution of nine degrees is above 60 once in a billion draws.
    for (const row of counts) {
      const expected = drawn / 10
      const chi = row.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      assert.ok(chi < 60, String(chi))
    }
  })

  test('ML-10 a code that begins with a nought signs in, and without it does not', async () => {
    const warder = await startWarder()
    for (let at = 0; ; at++) {
      assert.ok(at < 400)
      const email = `person-${at}@example.com`
      const { id } = await warder.user(email)
      const challenge_id = await send(warder, email)
      const code = await mailedCode(warder, email)
      if (!code.startsWith('0')) continue
      const wrong = await warder.post('/auth/otp/verify', { challenge_id, code: code.slice(1) })
      assert.equal(wrong.status, 401)
      const right = await warder.post('/auth/otp/verify', { challenge_id, code })
      assert.deepEqual([right.status, id.startsWith('usr_')], [200, true])
      break
    }
    await warder.close()
  })
})

describe('a code by text message', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder(withTexts)
    await personWithPhone(warder, 'ada@example.com', '+41791234567')
    await personWithPhone(warder, 'bob@example.com', '+41791234568', { second_step: true })
    warder.clock.now += 15 * minute
  })
  after(() => warder.close())
  const verify = (challenge_id: string, code: string) =>
    warder.post('/auth/otp/verify', { challenge_id, code })

  test('ML-13 however the number is written it is one, and signs in', async () => {
    const id = await send(warder, '0041 (0)79 123-45-67', 'sms')
    const code = await textedCode(warder, '+41791234567')
    const answer = await verify(id, code)
    assert.equal(answer.status, 200, await answer.clone().text())
    const { access_token } = await json<{ access_token: string }>(answer)
    const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
    const { amr, acr } = JSON.parse(payload) as { amr: string[]; acr: string }
    assert.deepEqual([amr, acr], [['otp', 'sms'], 'urn:warder:aal1'])
    for (const to of ['+1;ext=5', '079 123 45 67', 'ada@example.com', '+1 900 555 1234'])
      assert.equal((await warder.post('/auth/otp/send', { channel: 'sms', to })).status, 400, to)
  })

  test('WebOTP: the last line binds the code to this site', async () => {
    const [text = ''] = await textsTo(warder, '+41791234567')
    assert.match(text, /\n\n@id\.example #\d{6}$/)
  })

  test('a number that is only a second step signs nobody in', async () => {
    const before = (await textsTo(warder, '+41791234568')).length
    const id = await send(warder, '+41791234568', 'sms')
    assert.equal((await textsTo(warder, '+41791234568')).length, before)
    assert.equal((await verify(id, '000000')).status, 401)
  })

  test('a number leads to no new password: the mailbox is the way back', async () => {
    warder.clock.now += 15 * minute
    const id = await send(warder, '+41791234567', 'sms')
    const { db } = warder.app
    await db
      .updateTable('user')
      .set({ password_change_required_at: 1 })
      .where('email', '=', 'ada@example.com')
      .execute()
    assert.equal((await verify(id, await textedCode(warder, '+41791234567'))).status, 400)
    await db.updateTable('user').set({ password_change_required_at: null }).execute()
  })

  test('where the operator wants no codes by text message, the call and the page are not there', async () => {
    const off = await startWarder({ ...withTexts, 'otp.sms': 'off' })
    const none = await startWarder()
    for (const one of [off, none]) {
      assert.equal((await one.post('/auth/otp/send', { channel: 'sms', to: '+41791234567' })).status, 404)
      assert.equal((await one.get('/otp?channel=sms')).status, 404)
      assert.doesNotMatch(await (await one.get('/login')).text(), /Text me a code/)
      await one.close()
    }
  })
})

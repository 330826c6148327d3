import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { personWithPhone, textsTo, withTexts } from '../../support/people/phones.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60
const hour = 60 * minute

const mailsTo = async (warder: TestWarder, email: string) =>
  (await warder.inbox()).filter(({ to }) => to === email).length

/** One call, from an address. */
async function ask(warder: TestWarder, path: string, body: object, address = '192.0.2.1') {
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': String(text.length) }
  return warder.request(path, { method: 'POST', body: text, headers }, address)
}

/** What a caller can tell of an answer, but for what is new each time. */
async function shape(answer: Response) {
  const headers = [...answer.headers].filter(([name]) => !['x-request-id', 'ratelimit'].includes(name))
  const text = (await answer.text()).replace(/wot_[\w-]{43}/, 'wot_')
  return { status: answer.status, headers, text: text.replace(/"instance":"[^"]+"/, '') }
}

describe('bombing', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder(withTexts)
    await warder.user('ada@example.com')
    await personWithPhone(warder, 'bob@example.com', '+41791234567')
    warder.clock.now += hour
  })
  after(() => warder.close())

  for (const [what, path, body] of [
    ['links', '/auth/magic/send', (email: string) => ({ email })],
    ['codes', '/auth/otp/send', (to: string) => ({ channel: 'email', to })],
  ] as const) {
    test(`ML-07 ten requests for ${what} to one address are three mails, known or not, and ten equal answers`, async () => {
      const known = await mailsTo(warder, 'ada@example.com')
      const unknown = `nobody-${what}@example.com`
      const told: unknown[] = []
      for (let at = 0; at < 10; at++) {
        told.push(await shape(await ask(warder, path, body('ada@example.com'))))
        told.push(await shape(await ask(warder, path, body(unknown))))
        warder.clock.now += minute
      }
      for (const answer of told) assert.deepEqual(answer, told[0])
      assert.equal((await mailsTo(warder, 'ada@example.com')) - known, 3)
      assert.equal(await mailsTo(warder, unknown), 3)
      warder.clock.now += 15 * minute
    })
  }

  test('ML-07 codes to one address are a minute apart', async () => {
    const before = await mailsTo(warder, 'ada@example.com')
    for (let at = 0; at < 5; at++)
      await ask(warder, '/auth/otp/send', { channel: 'email', to: 'ada@example.com' })
    assert.equal((await mailsTo(warder, 'ada@example.com')) - before, 1)
  })

  test('ML-07 a thousand addresses from one place end at the limit of that place', async () => {
    const few = await startWarder({ 'limits.mailing': '20' })
    const statuses = new Map<number, number>()
    for (let at = 0; at < 1000; at++) {
      const { status } = await ask(few, '/auth/magic/send', { email: `nobody-${at}@example.com` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    assert.deepEqual(
      [...statuses],
      [
        [202, 20],
        [429, 980],
      ],
    )
    await few.close()
  })

  test('what a person gets too much of keeps neither the other kind nor the last one from working', async () => {
    await warder.user('carol@example.com')
    for (let at = 0; at < 6; at++) await ask(warder, '/auth/magic/send', { email: 'carol@example.com' })
    const [mail] = (await warder.inbox()).filter(({ to }) => to === 'carol@example.com')
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token')
    await ask(warder, '/auth/otp/send', { channel: 'email', to: 'carol@example.com' })
    assert.equal(await mailsTo(warder, 'carol@example.com'), 4)
    assert.equal((await ask(warder, '/auth/magic/verify', { token })).status, 200)
  })

  test('MF-17 one number ten times is three messages in fifteen minutes and ten in a day, and ten equal answers', async () => {
    const number = '+41791234567'
    const before = (await textsTo(warder, number)).length
    const told: unknown[] = []
    for (let at = 0; at < 10; at++) {
      told.push(await shape(await ask(warder, '/auth/otp/send', { channel: 'sms', to: number })))
      told.push(await shape(await ask(warder, '/auth/otp/send', { channel: 'sms', to: '+41791230000' })))
      warder.clock.now += minute
    }
    for (const answer of told) assert.deepEqual(answer, told[0])
    assert.equal((await textsTo(warder, number)).length - before, 3)
    for (let at = 0; at < 10; at++) {
      warder.clock.now += 15 * minute
      await ask(warder, '/auth/otp/send', { channel: 'sms', to: number })
    }
    assert.equal((await textsTo(warder, number)).length - before, 9, 'with the one that confirmed it')
  })

  test('MF-17 numbers that nobody added get no message, and are no way to spend the operator’s money', async () => {
    const before = (await warder.inbox()).length
    for (let at = 100; at < 150; at++)
      await ask(warder, '/auth/otp/send', { channel: 'sms', to: `+41761234${at}` }, `198.51.100.${at}`)
    assert.equal((await warder.inbox()).length, before)
  })
})

describe('MF-17 many accounts that each want a code', () => {
  const numbers = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `+4179123${from + at}`)

  /** Whether a message went to each number when a person of its own asked for it. */
  async function messages(
    warder: TestWarder,
    wanted: readonly string[],
    addressOf = (at: number) => `203.0.113.${at}`,
  ): Promise<number> {
    let sent = 0
    for (const [at, number] of wanted.entries()) {
      const email = `person-${number.slice(1)}@example.com`
      await warder.user(email)
      const { access_token } = await warder.tokens(email)
      const body = JSON.stringify({ phone: number })
      const headers = {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'content-length': String(body.length),
      }
      const answer = await warder.request('/auth/me/phone', { method: 'PUT', body, headers }, addressOf(at))
      assert.equal(answer.status, 202, await answer.clone().text())
      assert.deepEqual(await json(answer), { accepted: true })
      sent += (await textsTo(warder, number)).length
    }
    return sent
  }

  for (const [what, settings, wanted, expected] of [
    ['a hundred neighbours are ten messages', {}, numbers(4100, 100), 10],
    [
      'a hundred thousand are thirty, over many ranges',
      {},
      Array.from({ length: 40 }, (_, at) => `+417912${10 + at}100`),
      30,
    ],
    [
      'a tenant has as many as it may',
      { sms_per_hour: '4' },
      Array.from({ length: 9 }, (_, at) => `+4179${at + 1}234567`),
      4,
    ],
  ] as const) {
    test(`MF-17 ${what}, and every answer is the same`, async () => {
      const warder = await startWarder({ ...withTexts, ...settings, sms_per_hour: '100', ...settings })
      assert.equal(await messages(warder, wanted), expected)
      await warder.close()
    })
  }

  test('MF-17 one address, or a whole IPv6 network of it, is twenty messages', async () => {
    const wanted = Array.from({ length: 25 }, (_, at) => `+4179${at + 10}34567`)
    for (const addressOf of [() => '203.0.113.9', (at: number) => `2001:db8:7::${at + 1}`]) {
      const warder = await startWarder({ ...withTexts, sms_per_hour: '100' })
      assert.equal(await messages(warder, wanted, addressOf), 20)
      await warder.close()
    }
  })

  test('MF-17 a country that the operator does not serve, and ranges that pay, are refused where a person adds a number', async () => {
    const warder = await startWarder({ ...withTexts, 'sms.countries': 'de, ch' })
    await warder.user()
    const { access_token } = await warder.tokens()
    const status = async (phone: string) => {
      const body = JSON.stringify({ phone })
      const headers = {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'content-length': String(body.length),
      }
      return (await warder.request('/auth/me/phone', { method: 'PUT', body, headers })).status
    }
    assert.equal(await status('+44 7911 123456'), 400)
    assert.equal(await status('+1 900 555 1234'), 400)
    assert.equal(await status('+881 6 1234 5678'), 400)
    assert.equal(await status('+41 79 123 45 67'), 202)
    const asked = await ask(warder, '/auth/otp/send', { channel: 'sms', to: '+447911123456' })
    assert.equal(asked.status, 202)
    assert.deepEqual(await textsTo(warder, '+447911123456'), [])
    await warder.close()
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertEquallyLong } from '../support/timing/pairs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../support/warder.ts'

describe('passwords, registration and recovery', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
    await warder.user()
  })
  after(() => warder.close())

  const login = (email: string, password: string) => warder.post('/auth/login', { email, password })

  test('PW-01 PW-02 a registration says why a password is refused', async () => {
    const register = (password: string) =>
      warder.post('/auth/register', { email: 'new@example.com', password, full_name: 'New Person' })
    for (const password of ['fourteen chars', 'Password1!', 'new.new.new.new@example.com', 'a'.repeat(40)]) {
      const answer = await register(password)
      assert.equal(answer.status, 400, password)
      const { code, errors } = await json<{ code: string; errors: { pointer: string }[] }>(answer)
      assert.deepEqual([code, errors[0]?.pointer], ['password_refused', '/password'])
    }
    for (const password of [
      'fifteen letters',
      'no digits and no capitals',
      `${'a long one with many words '.repeat(8)}`,
      '  spaces kept, both ends  ',
      '🦊 emoji are letters too 🐢',
    ]) {
      assert.equal((await register(password)).status, 201, password)
    }
  })

  test('PW-04 the whole password counts, past 72 bytes too', async () => {
    const long = `${'correct horse battery staple '.repeat(3)}!`
    await warder.user('long@example.com', { password: long })
    assert.equal((await login('long@example.com', long.slice(0, 72))).status, 401)
    assert.equal((await login('long@example.com', `${long}x`)).status, 401)
    assert.equal((await login('long@example.com', long)).status, 200)
  })

  test('PW-06 a megabyte is refused before anything is hashed', async () => {
    const answer = await login('ada@example.com', 'x'.repeat(1024 * 1024))
    assert.equal(answer.status, 413)
    assert.equal((await login('ada@example.com', 'x'.repeat(1025))).status, 400)
  })

  test('PW-07 a password typed decomposed is the same, and spaces at its ends count', async () => {
    await warder.user('norm@example.com', { password: ' Ångström café crème ' })
    assert.equal(
      (await login('norm@example.com', ' A\u030angstro\u0308m cafe\u0301 cre\u0300me ')).status,
      200,
    )
    assert.equal((await login('norm@example.com', 'Ångström café crème')).status, 401)
  })

  test('PW-08 known and unknown addresses get the same answer, byte for byte, and cost the same hash', async () => {
    const [known, unknown] = [
      await login('ada@example.com', 'wrong in any case'),
      await login('nobody@example.com', 'wrong in any case'),
    ]
    assert.deepEqual([known.status, headersOf(known)], [unknown.status, headersOf(unknown)])
    assert.deepEqual({ ...(await json(known)), instance: '' }, { ...(await json(unknown)), instance: '' })
  })

  test('PW-08 known and unknown addresses take equally long, at the real cost of a hash', async () => {
    const slow = await startWarder(
      {},
      {
        password: {
          memory_kib: 19_456,
          passes: 2,
          lanes: 1,
          min_length: 15,
          max_bytes: 1024,
          min_score: 3,
          queue: 100,
        },
      },
    )
    await slow.user()
    const signIn = (email: string) => () => slow.post('/auth/login', { email, password: 'wrong in any case' })
    await signIn('ada@example.com')()
    const pair = (at: number) => {
      slow.clock.now += 3600
      return [signIn('ada@example.com'), signIn(`nobody${at}@example.com`)] as const
    }
    await assertEquallyLong(
      40,
      pair,
      (known, unknown) => Math.abs(known - unknown) >= Math.max(5, unknown * 0.15),
    )
    await slow.close()
  })

  test('PW-14 of a hundred guesses at once five are looked at', async () => {
    const target = await warder.user('target@example.com')
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => login('target@example.com', `guess number ${i} of many`)),
    )
    assert.equal(answers.filter(({ status }) => status === 401).length, 5)
    assert.equal(answers.filter(({ status }) => status === 429).length, 95)
    const refused = answers.find(({ status }) => status === 429)!
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.match(refused.headers.get('ratelimit-policy') ?? '', /^"account";q=5;w=900$/)
    assert.equal((await login('target@example.com', goodPassword)).status, 429)
    const throttled = await warder.app.db
      .selectFrom('audit_event')
      .select('subject')
      .where('type', '=', 'sign_in.throttled')
      .execute()
    assert.deepEqual([throttled.length, throttled[0]?.subject], [96, target.id])
    warder.clock.now += 1
    assert.equal((await login('target@example.com', goodPassword)).status, 200)
  })

  test('PW-14 an address without an account is throttled the same', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => login('ghost@example.com', 'a guess at a ghost')),
    )
    assert.equal(answers.filter(({ status }) => status === 401).length, 5)
  })

  test('a right password starts the count again', async () => {
    await warder.user('typo@example.com')
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++)
        assert.equal((await login('typo@example.com', 'mistyped once more')).status, 401)
      assert.equal((await login('typo@example.com', goodPassword)).status, 200)
    }
  })

  test('PW-19 nobody makes themselves more than they are', async () => {
    const { access_token } = await warder.tokens()
    const wished = {
      email_verified: false,
      role: 'admin',
      roles: ['admin'],
      tenant_id: 'ten_x',
      id: 'usr_x',
      mfa: true,
      password_hash: 'x',
      email: 'x@example.com',
    }
    const before = await json(await warder.get('/auth/me', { authorization: `Bearer ${access_token}` }))
    const body = JSON.stringify({ ...wished, full_name: 'Ada King' })
    const headers = {
      authorization: `Bearer ${access_token}`,
      'content-type': 'application/json',
      'content-length': String(body.length),
    }
    assert.equal((await warder.request('/auth/me', { method: 'PUT', body, headers })).status, 200)
    const after = await json(await warder.get('/auth/me', { authorization: `Bearer ${access_token}` }))
    assert.deepEqual(after, { ...before, full_name: 'Ada King' })
  })

  for (const email of [
    '"a@evil"@victim.com',
    'a@v.com,b@e.com',
    'a@v.com%0d%0aBcc:x@e',
    'a@v.com\r\nBcc: x@e.com',
    'a@e@v.com',
    '<a@v.com>',
    'a@[127.0.0.1]',
    'a@v.com.',
    'admin\u200b@v.com',
    'аdmin@v.com',
  ]) {
    test(`PW-20 PW-22 ${JSON.stringify(email)} is not taken for an address`, async () => {
      const before = (await warder.inbox()).length
      assert.equal(
        (await warder.post('/auth/register', { email, password: goodPassword, full_name: 'X' })).status,
        400,
      )
      assert.equal((await warder.post('/auth/forgot-password', { email })).status, 400)
      assert.equal((await warder.inbox()).length, before)
    })
  }

  test('PW-26 guesses at the current password of a stolen session are counted', async () => {
    await warder.user('stolen@example.com')
    const { access_token } = await warder.tokens('stolen@example.com')
    const guess = (i: number) =>
      warder.post(
        '/auth/change-password',
        { current_password: `guess number ${i} of many`, password: 'mallory was here, hello' },
        { authorization: `Bearer ${access_token}` },
      )
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => guess(i)))
    assert.equal(answers.filter(({ status }) => status === 401).length, 5)
    assert.equal(answers.filter(({ status }) => status === 429).length, 25)
  })

  test('forgetting a password answers the same for everybody', async () => {
    const [known, unknown] = await Promise.all(
      ['ada@example.com', 'nobody@example.com'].map((email) =>
        warder.post('/auth/forgot-password', { email }),
      ),
    )
    assert.deepEqual(
      [known!.status, await known!.text(), headersOf(known!)],
      [unknown!.status, await unknown!.text(), headersOf(unknown!)],
    )
    const again = await Promise.all(
      ['new@example.com', 'nobody@example.com'].map((email) =>
        warder.post('/auth/verify-email/resend', { email }),
      ),
    )
    assert.deepEqual([again[0]!.status, await again[0]!.text()], [again[1]!.status, await again[1]!.text()])
    assert.ok((await warder.inbox()).every(({ to }) => to !== 'nobody@example.com'))
  })
})

function headersOf(response: Response): [string, string][] {
  // What is left of a limit tells the caller about the caller.
  return [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'ratelimit')
}

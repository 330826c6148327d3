import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createWarder } from '../../../packages/warder/src/index.ts'
import { missolve, solve, type Puzzle } from '../../support/puzzle.ts'
import { freshSqlite } from '../../support/services.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const wrong = 'not the right one at all'
const settings = { 'challenge.mode': 'auto', 'challenge.bits': '5', 'challenge.failures': '5' }

type Asked = { code: string; challenge?: Puzzle; challenge_id?: string }

function caller(warder: TestWarder) {
  return async (body: object, address = '192.0.2.1', path = '/auth/login') => {
    const text = JSON.stringify(body)
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
    const answer = await warder.request(path, { method: 'POST', body: text, headers }, address)
    const told: Partial<Asked> = answer.status === 200 ? {} : await json<Asked>(answer)
    return { status: answer.status, headers: answer.headers, ...told }
  }
}

const good = { email: 'ada@example.com', password: goodPassword }

describe('the challenge', () => {
  let warder: TestWarder
  let call: ReturnType<typeof caller>
  let network = 0
  before(async () => {
    warder = await startWarder(settings)
    await warder.user()
    call = caller(warder)
  })
  after(() => warder.close())

  /** A network that tried the passwords of many accounts, so that it has to work. */
  const stuffing = async () => {
    const address = `203.0.113.${network++}`
    for (let i = 0; i < 5; i++)
      assert.equal(
        (await call({ email: `u${network}-${i}@example.com`, password: wrong }, address)).status,
        401,
      )
    return address
  }

  const asked = async (address: string, body: object = good, path = '/auth/login') => {
    const answer = await call(body, address, path)
    assert.deepEqual([answer.status, answer.code], [403, 'challenge_required'])
    return answer.challenge!
  }

  test('many accounts tried from one network: from there work is asked for, and from elsewhere not', async () => {
    const address = await stuffing()
    const challenge_solution = solve(await asked(address))
    assert.equal((await call({ ...good, challenge_solution }, address)).status, 200)
    assert.equal((await call(good, '198.51.100.9')).status, 200)
  })

  test('wrong codes that sign in are signs like wrong passwords, whether or not somebody has the address', async () => {
    for (const to of ['ada@example.com', 'nobody@example.com']) {
      const address = `203.0.113.${network++}`
      const { challenge_id } = await call({ channel: 'email', to }, address, '/auth/otp/send')
      for (let at = 0; at < 5; at++)
        assert.equal((await call({ challenge_id, code: 'x' }, address, '/auth/otp/verify')).status, 401)
      await asked(address)
    }
  })

  test('a solution works one time, also for twenty who send it at once', async () => {
    const address = await stuffing()
    const challenge_solution = solve(await asked(address))
    const body = { email: 'nobody@example.com', password: wrong, challenge_solution }
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(body, address)))
    assert.equal(answers.filter(({ status }) => status === 401).length, 1)
    assert.equal(answers.filter(({ code }) => code === 'challenge_required').length, 19)
  })

  test('a solution is worth nothing elsewhere, later, for something else, altered or made up', async () => {
    const address = await stuffing()
    const fresh = async () => solve(await asked(address))
    const refused = async (challenge_solution: string, from = address) =>
      assert.equal(
        (await call({ ...good, challenge_solution }, from)).code,
        'challenge_required',
        challenge_solution,
      )

    await refused(await fresh(), await stuffing())
    const late = await fresh()
    warder.clock.now += 300
    await refused(late)
    const other = await asked(address, { email: 'x@example.com' }, '/auth/forgot-password')
    await refused(solve(other))
    const puzzle = await asked(address)
    const solved = solve(puzzle)
    const [first = ''] = missolve(puzzle).split(':')[1]?.split('.') ?? []
    await refused(missolve(puzzle))
    await refused(solved.replace(/:\w{8}/, `:${first}`))
    for (const [from, to] of [
      ['.5.', '.1.'],
      [/\d{10}/, '1900000000'],
      ['sign-in', 'recover'],
      [/\.\w{8}$/, ''],
    ] as const) {
      assert.notEqual(solved.replace(from, to), solved)
      await refused(solved.replace(from, to))
    }
    await refused('')
    await refused('made.up.from.nothing:at.all')
    assert.equal((await call({ ...good, challenge_solution: solved }, address)).status, 200)
  })

  test('PX-07 the five hundred addresses of one /64 are one network, and so are five spellings of one', async () => {
    for (let i = 0; i < 5; i++)
      await call({ email: `v6-${i}@example.com`, password: wrong }, `2001:db8:0:7::${i.toString(16)}`)
    for (const spelling of [
      '2001:db8:0:7::1',
      '2001:0db8:0000:0007:0000:0000:0000:0001',
      '2001:DB8:0:7:0:0:0:1',
      '2001:db8:0:7:ffff:ffff:ffff:ffff',
      '2001:db8::7:1:2:3:4',
    ])
      assert.equal((await call(good, spelling)).code, 'challenge_required', spelling)
    assert.equal((await call(good, '2001:db8:0:8::1')).status, 200)
  })

  test('whoever cannot compute waits instead, ten times in ten minutes and no sooner', async () => {
    const address = await stuffing()
    const { token, wait } = await asked(address)
    const early = await call({ ...good, challenge_solution: token }, address)
    assert.deepEqual([early.status, early.headers.get('retry-after')], [429, String(wait)])
    assert.equal(early.challenge?.token, token)
    warder.clock.now += wait
    assert.equal((await call({ ...good, challenge_solution: token }, address)).status, 200)
    assert.equal((await call({ ...good, challenge_solution: token }, address)).code, 'challenge_required')

    const other = await stuffing()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => asked(other)))
    warder.clock.now += wait
    const body = { email: 'nobody@example.com', password: wrong }
    const waited = await Promise.all(
      tokens.map(({ token }) => call({ ...body, challenge_solution: token }, other)),
    )
    assert.equal(waited.filter(({ code }) => code !== 'challenge_required').length, 10)
  })

  test('an account under attack asks for work, whether there is one or not, and lets its known device alone', async () => {
    const attack = async (email: string) => {
      const told: unknown[] = []
      for (let i = 0; i < 10; i++) {
        const answer = await call({ email, password: wrong }, `198.51.100.${20 + i}`)
        told.push(answer.code)
        warder.clock.now += Number(answer.headers.get('retry-after') ?? 0)
        if (answer.status === 429) i--
      }
      return told
    }
    const browser = warder.browser()
    await browser.open('/login')
    const signIn = async () => {
      const body = JSON.stringify(good)
      const headers = {
        'content-type': 'application/json',
        'content-length': String(body.length),
        origin: 'https://id.example',
      }
      return (await browser.send('/auth/login/session', { method: 'POST', body, headers })).status
    }
    assert.equal(await signIn(), 200)
    const known = await attack('ada@example.com')
    assert.deepEqual(await attack('ghost@example.com'), known)
    assert.deepEqual(known.slice(-2), ['challenge_required', 'challenge_required'])
    assert.equal(await signIn(), 200)
  })

  test('asking for messages and accounts in bulk asks for work too', async () => {
    const address = '203.0.113.200'
    for (let i = 0; i < 50; i++) assert.equal((await warderAsk(`f${i}@example.com`, address)).status, 202)
    const challenge = await asked(address, { email: 'f99@example.com' }, '/auth/forgot-password')
    assert.equal((await warderAsk('f99@example.com', address, solve(challenge))).status, 202)
    const person = { email: 'new@example.com', password: 'a wholly fresh pass phrase', full_name: 'New' }
    const register = await asked(address, person, '/auth/register')
    assert.equal(
      (await call({ ...person, challenge_solution: solve(register) }, address, '/auth/register')).status,
      201,
    )
  })

  const warderAsk = (email: string, address: string, challenge_solution?: string) =>
    call(
      { email, ...(challenge_solution !== undefined && { challenge_solution }) },
      address,
      '/auth/forgot-password',
    )
})

test('failures from everywhere raise pressure on all, and it falls again', async () => {
  const warder = await startWarder({ ...settings, 'challenge.failures_overall': '30' })
  await warder.user()
  const call = caller(warder)
  const stranger = '198.51.100.1'
  for (let i = 0; i < 30; i++) {
    assert.equal((await call(good, stranger)).status, 200)
    await call({ email: `u${i}@example.com`, password: wrong }, `203.0.113.${i}`)
  }
  assert.equal((await call(good, stranger)).code, 'challenge_required')
  warder.clock.now += 300
  assert.equal((await call(good, stranger)).status, 200)
  await warder.close()
})

test('more signs ask for more work, and an easy solution does not pay for a hard time', async () => {
  const warder = await startWarder({ ...settings, 'challenge.failures_overall': '10' })
  const call = caller(warder)
  const address = '203.0.113.1'
  const attempt = (challenge_solution?: string) =>
    call({ ...good, ...(challenge_solution !== undefined && { challenge_solution }) }, address)
  for (let i = 0; i < 5; i++) await call({ email: `a${i}@example.com`, password: wrong }, address)
  const easy = (await attempt()).challenge!
  for (let i = 0; i < 5; i++) await call({ email: `b${i}@example.com`, password: wrong }, '203.0.113.2')
  const hard = await attempt(solve(easy))
  assert.deepEqual([easy.bits, hard.challenge?.bits, hard.code], [5, 6, 'challenge_required'])
  assert.equal((await attempt(solve(hard.challenge!))).code, 'invalid_credentials')
  await warder.close()
})

test('one solution pays on one of two instances', async () => {
  const store = await freshSqlite()
  const first = await startWarder({ ...settings, 'challenge.mode': 'always', database_url: store.url })
  await first.user()
  const second = await createWarder({ config: first.app.config, now: () => first.clock.now })
  const call = caller(first)
  const { challenge } = await call(good)
  const body = { ...good, challenge_solution: solve(challenge!) }
  const there = caller({
    ...first,
    request: async (path, init, address = '192.0.2.1') =>
      second.handler(new Request(`https://id.example${path}`, init), { address }),
  })
  const answers = await Promise.all([call(body), there(body), call(body), there(body)])
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  await first.close()
  await second.close()
  await store.drop()
})

test('with the setting off nobody is asked', async () => {
  const warder = await startWarder({ ...settings, 'challenge.mode': 'off' })
  const call = caller(warder)
  for (let i = 0; i < 20; i++)
    assert.equal((await call({ email: `u${i}@example.com`, password: wrong })).status, 401)
  await warder.close()
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildFilter } from '../../../packages/warder/src/risk/breach/build.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { startRangeServer, type RangeServer } from '../../support/outbound/range-server.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const stolen = 'a phrase that was stolen once'
type Refused = { code: string; errors?: { pointer: string; detail: string }[] }

describe('new passwords and the range query', () => {
  let ranges: RangeServer
  let warder: TestWarder
  before(async () => {
    ranges = await startRangeServer([stolen, 'Ångström was stolen too'])
    warder = await startWarder({ 'breach.api_url': `${ranges.url}/`, allow_networks: '127.0.0.0/8' })
    await warder.user()
  })
  after(async () => {
    await warder.close()
    ranges.close()
  })

  const register = (password: string) =>
    warder.post('/auth/register', { email: 'new@example.com', password, full_name: 'New Person' })

  test('PW-03 five digits of the SHA-1 leave this machine, with padding, and nothing else of it', async () => {
    ranges.asked.length = 0
    const password = 'nobody knows this one yet'
    assert.equal((await register(password)).status, 201)
    const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase()
    const [{ path, padding, all } = { path: '', padding: '', all: '' }, ...more] = ranges.asked
    assert.deepEqual([path, padding, more.length], [`/range/${sha1.slice(0, 5)}`, 'true', 0])
    assert.ok(!all.toUpperCase().includes(sha1.slice(5, 15)))
    assert.doesNotMatch(all, /new@example|New Person|cookie|authorization/i)
  })

  test('PW-03 a stolen password is refused with its reason wherever one is set', async () => {
    const { access_token } = await warder.tokens()
    const authorization = `Bearer ${access_token}`
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const link = (await warder.inbox())[0]?.links[0] ?? ''
    const token = new URL(link).searchParams.get('token')
    const answers = [
      await register(stolen),
      await warder.post(
        '/auth/change-password',
        { current_password: goodPassword, password: stolen },
        { authorization },
      ),
      await warder.post('/auth/reset-password', { token, password: stolen }),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 400)
      const { code, errors } = await json<Refused>(answer)
      assert.deepEqual([code, errors?.[0]?.pointer], ['password_refused', '/password'])
      assert.match(errors?.[0]?.detail ?? '', /stolen somewhere else/)
    }
    await assert.rejects(createUser(warder.operator, { email: 'x@example.com', password: stolen }), {
      code: 'password_refused',
    })
  })

  test('PW-07 it is looked up in its normal form', async () => {
    assert.equal((await register('A\u030angstro\u0308m was stolen too')).status, 400)
  })

  test('padding is nobody’s password', async () => {
    const usual = ranges.answer
    const sha1 = createHash('sha1').update('only padding knows this one').digest('hex').toUpperCase()
    ranges.answer = (_request, answer) => answer.end(`${sha1.slice(5)}:0\r\n`)
    assert.equal((await register('only padding knows this one')).status, 201)
    ranges.answer = usual
  })

  test('what is weak by itself is not asked about', async () => {
    ranges.asked.length = 0
    assert.equal((await register('aaaaaaaaaaaaaaaaaaaa')).status, 400)
    assert.equal(ranges.asked.length, 0)
  })

  test('PW-03 a sign-in asks nobody', async () => {
    ranges.asked.length = 0
    await warder.tokens()
    await warder.post('/auth/login', { email: 'ada@example.com', password: 'wrong in any case' })
    assert.equal(ranges.asked.length, 0)
  })
})

test('PW-03 a file answers without asking anybody, and both may be set', async (t) => {
  const folder = tempDir()
  const ranges = await startRangeServer([stolen])
  t.after(() => {
    ranges.close()
    folder.drop()
  })
  writeFileSync(join(folder.path, 'list.txt'), 'the operator knows this one\n')
  const output = join(folder.path, 'breach.filter')
  await buildFilter({ input: join(folder.path, 'list.txt'), output, kind: 'passwords', error_rate: 0.0001 })
  const warder = await startWarder({
    'breach.filter': output,
    'breach.api_url': ranges.url,
    allow_networks: '127.0.0.0/8',
  })
  t.after(() => warder.close())
  const register = async (password: string) =>
    (await warder.post('/auth/register', { email: 'new@example.com', password, full_name: 'New' })).status
  assert.equal(await register('the operator knows this one'), 400)
  assert.equal(ranges.asked.length, 0)
  assert.equal(await register(stolen), 400)
  assert.equal(await register('nobody knows this one yet'), 201)
  assert.equal(ranges.asked.length, 2)
})

test('a file that cannot be used is a mistake of the settings', async () => {
  const folder = tempDir()
  const file = join(folder.path, 'broken')
  writeFileSync(file, 'not a filter')
  await assert.rejects(startWarder({ 'breach.filter': file }), {
    name: 'ConfigError',
    message: 'breach.filter is not a file of warder breach build. Make it again with warder breach build.',
  })
  folder.drop()
})

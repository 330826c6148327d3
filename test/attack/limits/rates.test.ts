import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goodPassword, json, startWarder } from '../../support/warder.ts'

const limits = { 'limits.costly': '3', 'limits.mailing': '2' }

test('answers say what is left of a limit, and one too many when to come back', async () => {
  const warder = await startWarder(limits)
  await warder.user()
  const login = () => warder.post('/auth/login', { email: 'ada@example.com', password: goodPassword })
  const left = []
  for (let i = 0; i < 3; i++) {
    const answer = await login()
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('ratelimit-policy'), '"costly";q=3;w=60')
    left.push(answer.headers.get('ratelimit'))
  }
  assert.deepEqual(left, ['"costly";r=2;t=60', '"costly";r=1;t=60', '"costly";r=0;t=60'])
  warder.clock.now += 20
  const refused = await login()
  assert.equal(refused.status, 429)
  assert.equal((await json(refused))['code'], 'too_many_requests')
  assert.equal(refused.headers.get('retry-after'), '40')
  assert.equal(refused.headers.get('ratelimit'), '"costly";r=0;t=40')
  // Each kind is counted apart, and what is not limited says nothing.
  const forgot = await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
  assert.deepEqual([forgot.status, forgot.headers.get('ratelimit')], [202, '"mailing";r=1;t=60'])
  assert.equal((await warder.get('/health')).headers.get('ratelimit'), null)
  warder.clock.now += 40
  assert.equal((await login()).status, 200)
  await warder.close()
})

test('PX-07 a thousand addresses of one /64 share its limit', async () => {
  const warder = await startWarder({ 'limits.mailing': '10' })
  const body = JSON.stringify({ email: 'nobody@example.com' })
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
  const ask = (address: string) =>
    warder.request('/auth/forgot-password', { method: 'POST', body, headers }, address)
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, i) => ask(`2001:db8:0:7:${i.toString(16)}::1`)),
  )
  assert.equal(answers.filter(({ status }) => status === 202).length, 10)
  assert.equal((await ask('2001:db8:0:8::1')).status, 202)
  await warder.close()
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswords } from './passwords.ts'

const cheap = { memory_kib: 64, passes: 1, lanes: 1, concurrency: 1, queue: 10 }

test('RFC 9106 §3.1 a hash names its parameters, has a salt of its own and verifies', async () => {
  const passwords = createPasswords(cheap)
  const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')])
  assert.match(one, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
  assert.notEqual(one, two)
  assert.equal(await passwords.verify('correct horse', one), true)
  assert.equal(await passwords.verify('correct house', one), false)
})

test('without a stored hash nothing is right, not even the decoy', async () => {
  const passwords = createPasswords(cheap)
  assert.equal(await passwords.verify('a decoy that is nobody’s password', undefined), false)
})

test('F-38 the queue is bounded: the next caller is told to come back, at once', async () => {
  const passwords = createPasswords({ ...cheap, memory_kib: 4096 })
  const calls = Array.from({ length: 40 }, () => passwords.hash('x'))
  const answers = await Promise.allSettled(calls)
  const refused = answers
    .filter((answer) => answer.status === 'rejected')
    .map(({ reason }) => reason as { code: string; headers: object })
  assert.equal(refused.length, 29, 'one is computed and ten wait')
  assert.deepEqual([refused[0]?.code, refused[0]?.headers], ['overloaded', { 'retry-after': '1' }])
  assert.ok(await passwords.hash('x'), 'and afterwards there is room again')
})

test('a failing computation gives its place back', async () => {
  const passwords = createPasswords({ ...cheap, queue: 0 })
  await assert.rejects(passwords.verify('x', 'this is no hash'))
  assert.ok(await passwords.hash('x'))
})

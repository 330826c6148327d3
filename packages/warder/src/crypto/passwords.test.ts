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

const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

test('a foreign hash is right for its password and outdated from the start', async () => {
  const passwords = createPasswords(cheap)
  assert.equal(await passwords.verify('U*U', bcrypt), true)
  assert.equal(await passwords.verify('U*V', bcrypt), false)
  assert.equal(passwords.isOutdated(bcrypt), true)
  const better = await passwords.improve('U*U', bcrypt)
  assert.match(better ?? '', /^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
})

test('a foreign hash is of what was typed, in the form it was typed in', async () => {
  const { hashSync } = await import('@node-rs/bcrypt')
  const passwords = createPasswords(cheap)
  const decomposed = hashSync('A\u030angstro\u0308m', { cost: 4 })
  assert.equal(await passwords.verify('A\u030angstro\u0308m', decomposed), true)
  assert.equal(await passwords.verify('Ångström', hashSync('Ångström', { cost: 4 })), true)
  assert.equal(await passwords.verify('A\u030angstro\u0308m', hashSync('Ångström', { cost: 4 })), true)
})

// oxfmt-ignore
const made: [memory_kib: number, passes: number, outdated: boolean][] = [
  [64,  2, false],
  [128, 1, false],
  [128, 2, false],
  [32,  8, true],
  [64,  1, true],
  [32,  2, true],
]
for (const [memory_kib, passes, outdated] of made) {
  test(`a hash of ${memory_kib} KiB and ${passes} passes is ${outdated ? '' : 'not '}outdated where 64 and 2 are asked for`, async () => {
    const stored = await createPasswords({ ...cheap, memory_kib, passes }).hash('correct horse')
    const passwords = createPasswords({ ...cheap, passes: 2 })
    assert.equal(passwords.isOutdated(stored), outdated)
    assert.equal((await passwords.improve('correct horse', stored)) !== undefined, outdated)
  })
}

test('a better hash is not made while others wait', async () => {
  const passwords = createPasswords({ ...cheap, memory_kib: 4096 })
  const busy = Array.from({ length: 5 }, () => passwords.hash('x'))
  assert.equal(await passwords.improve('U*U', bcrypt), undefined)
  await Promise.all(busy)
  assert.ok(await passwords.improve('U*U', bcrypt))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordProblem } from './policy.ts'
import { isCommon } from './strength.ts'

const policy = { min_length: 15, max_bytes: 1024, min_score: 3 }
const known = { email: 'ada.lovelace@acme.example', full_name: 'Ada Lovelace', brand: 'Warder' }
const judge = async (password: string, change: Partial<typeof policy> = {}) =>
  (await passwordProblem(password, { ...policy, ...change }, known))?.detail ?? 'accepted'

const accepted = [
  'correct horse battery staple',
  'x'.repeat(3) + 'lovely day outside',
  '  leading and trailing  ',
  '🦊🐢 fox and turtle 🐢🦊',
  'no digits nor capitals here',
  `${'long phrase number one '.repeat(9)}`,
  'Vierundzwanzig Äpfel',
  'what Ada Lovelace ate on Tuesdays',
  `${'a'.repeat(40)} but then something else entirely`,
]
for (const password of accepted) {
  test(`PW-01 ${JSON.stringify(password).slice(0, 40)} is accepted`, async () =>
    assert.equal(await judge(password), 'accepted'))
}

// oxfmt-ignore
const refused: [password: string, reason: RegExp][] = [
  ['',                         /at least 15/],
  ['fourteen chars',           /at least 15/],
  ['password',                 /at least 15/],
  ['Password1!',               /at least 15/],
  ['a'.repeat(30),             /repeats or counts/],
  ['abababababababab',         /repeats or counts/],
  ['passwordpassword1',        /repeats or counts/],
  ['1234567890123456',         /too easy|repeats or counts/],
  ['abcdefghijklmnopqrs',      /repeats or counts/],
  ['qwertyuiopasdfgh',         /too easy|repeats or counts/],
  ['P4ssw0rd'.repeat(9),       /repeats or counts/],
  ['ada.lovelace1815',         /your name, your address/],
  ['adalovelaceacme1',         /your name, your address/],
  ['ADA LOVELACE 1815',        /your name, your address/],
  ['Warder-Password-Warder',   /our name/],
  ['é'.repeat(300) + 'abcdefg tree '.repeat(60), /at most 1024 bytes/],
]
for (const [password, reason] of refused) {
  test(`PW-01 PW-02 ${JSON.stringify(password).slice(0, 40)} is refused`, async () => {
    assert.match(await judge(password), reason)
  })
}

test('PW-01 length is counted in characters, not in bytes or code units', async () => {
  const fourteen = '🦊🐢🐙🦉🐝🐬🦋🐧🐳🦔🦁🐨🐸🐼'
  assert.match(await judge(fourteen), /at least 15/)
  assert.equal(await judge(`${fourteen}🐻`), 'accepted')
})

test('PW-01 where a second factor is required eight characters are enough', async () => {
  assert.equal(await judge('blau7Kiesel', { min_length: 8 }), 'accepted')
  assert.match(await judge('7Kiese!', { min_length: 8 }), /at least 8/)
})

test('PW-02 the thousands that everybody tries are refused in any case and form, whatever score is asked for', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const common = dictionary['passwords-common'].slice(0, 3000)
  assert.equal(common.length, 3000)
  for (const [at, password] of common.entries()) {
    const typed = at % 2 === 0 ? password.toUpperCase() : password
    assert.ok(await isCommon(typed), password)
  }
  assert.match(await judge('Password1', { min_length: 8, min_score: 0 }), /everybody tries/)
  assert.match(await judge('Qwerty123456', { min_length: 8 }), /everybody tries|too easy|repeats or counts/)
})

test('PW-02 a lower score can be chosen', async () => {
  assert.equal(await judge('ada.lovelace1815', { min_score: 0 }), 'accepted')
})

test('a check leaves the event loop to others, however long the password is', async () => {
  await judge('loaded by this one, once')
  // What this thread computes, and not how long it waits for a processor.
  const computed = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const hard = ['4@8({[<369&6!1|0$5+7%2 e'.repeat(42), 'a1b2c3d4e5f6g7h8'.repeat(60), 'P4ssw0rd'.repeat(120)]
  for (const password of hard) {
    let [longest, last] = [0, computed()]
    const turn = () => {
      longest = Math.max(longest, computed() - last)
      last = computed()
    }
    const timer = setInterval(turn, 1)
    await judge(password)
    turn()
    clearInterval(timer)
    // Usually 8 ms.
    assert.ok(longest < 100, `${password.slice(0, 10)}: ${longest.toFixed(1)} ms`)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordProblem } from './policy.ts'

const policy = { memory_kib: 19_456, passes: 2, lanes: 1, min_length: 15, max_bytes: 1024, queue: 64 }
const known = { email: 'ada.lovelace@acme.example', full_name: 'Ada Lovelace', brand: 'Warder' }

const accepted = [
  'correct horse battery staple',
  'x'.repeat(3) + 'lovely day outside',
  '  leading and trailing  ',
  '🦊🐢 fox and turtle 🐢🦊',
  'no digits nor capitals here',
  `${'long phrase number one '.repeat(9)}`,
  'Vierundzwanzig Äpfel',
]
for (const password of accepted) {
  test(`PW-01 ${JSON.stringify(password).slice(0, 40)} is accepted`, () =>
    assert.equal(passwordProblem(password, policy, known), undefined))
}

// oxfmt-ignore
const refused: [password: string, reason: RegExp][] = [
  ['',                         /at least 15/],
  ['fourteen chars',           /at least 15/],
  ['password',                 /at least 15/],
  ['Password1!',               /at least 15/],
  ['a'.repeat(30),             /too few characters/],
  ['abababababababab',         /too few characters/],
  ['passwordpassword1',        /everybody tries/],
  ['ada.lovelace1815',         /everybody tries/],
  ['adalovelaceacme1',         /everybody tries/],
  ['Warder-Password-Warder',   /everybody tries/],
  ['1234567890123456',         /everybody tries/],
  ['abcdefghijklmnopqrs',      /everybody tries/],
  ['qwertyuiopasdfgh',         /everybody tries/],
  ['é'.repeat(300) + 'abcdefg tree '.repeat(60), /at most 1024 bytes/],
]
for (const [password, reason] of refused) {
  test(`PW-01 PW-02 ${JSON.stringify(password).slice(0, 40)} is refused`, () => {
    assert.match(passwordProblem(password, policy, known) ?? 'accepted', reason)
  })
}

test('PW-01 length is counted in characters, not in bytes or code units', () => {
  const fourteen = '🦊🐢🐙🦉🐝🐬🦋🐧🐳🦔🦁🐨🐸🐼'
  assert.match(passwordProblem(fourteen, policy, known) ?? 'accepted', /at least 15/)
  assert.doesNotMatch(passwordProblem(`${fourteen}🐻`, policy, known) ?? 'accepted', /at least 15/)
})

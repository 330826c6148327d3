import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateOf, withoutPassword, type State } from './passwordless.ts'
import type { Has } from './ways-in.ts'

const nothing: Has = { passkeys: 0, password: false, mail: false, phone: false, identities: 0 }
const password = { ...nothing, password: true }

// oxfmt-ignore
const table: [what: string, has: Has, proved: boolean, must_change: boolean, state: State][] = [
  ['a password and nothing else',               password,                                       false, false, 'password-only'],
  ['what was used once and is gone',            password,                                       true,  false, 'password-only'],
  ['two passkeys that were never used',         { ...password, passkeys: 2 },                   false, false, 'password-only'],
  ['a passkey that was used',                   { ...password, passkeys: 1 },                   true,  false, 'can-sign-in-without'],
  ['links by mail that were used',              { ...password, mail: true },                    true,  false, 'can-sign-in-without'],
  ['a passkey that was used, and another',      { ...password, passkeys: 2 },                   true,  false, 'ready'],
  ['a passkey that was used, and mail',         { ...password, passkeys: 1, mail: true },       true,  false, 'ready'],
  ['a passkey that was used, and a phone',      { ...password, passkeys: 1, phone: true },      true,  false, 'ready'],
  ['a passkey that was used, and an employer',  { ...password, passkeys: 1, identities: 1 },    true,  false, 'ready'],
  ['a password that must change',               { ...password, passkeys: 2 },                   true,  true,  'password-only'],
  ['no password, but a passkey',                { ...nothing, passkeys: 1 },                    true,  false, 'passwordless'],
  ['no password, and a passkey not used yet',   { ...nothing, passkeys: 1 },                    false, false, 'passwordless'],
  ['nothing at all',                            nothing,                                        false, false, 'no-way-in'],
  ['nothing any more',                          nothing,                                        true,  false, 'no-way-in'],
  ['no password, and must choose one',          { ...nothing, passkeys: 2 },                    true,  true,  'password-only'],
]
for (const [what, has, proved, must_change, state] of table) {
  test(`C12 ${what}: ${state}`, () => assert.equal(stateOf(has, { proved, must_change }), state))
}

test('C12 nobody is ready who would be left with fewer than two ways in', () => {
  for (let bits = 0; bits < 64; bits++) {
    const on = (at: number) => (bits >> at) % 2 === 1
    const has: Has = {
      password: true,
      passkeys: Number(on(0)) + Number(on(1)),
      mail: on(2),
      phone: on(3),
      identities: Number(on(4)),
    }
    const left = has.passkeys + Number(has.mail) + Number(has.phone) + has.identities
    const state = stateOf(has, { proved: on(5), must_change: false })
    assert.equal(state === 'ready', on(5) && left >= 2, JSON.stringify({ has, state }))
  }
})

const began: [amr: string[], by: string | undefined][] = [
  [['pwd'], undefined],
  [['pwd', 'hwk', 'mfa'], undefined],
  [['hwk', 'user', 'mfa'], 'passkey'],
  [['swk', 'user', 'mfa'], 'passkey'],
  [['mca'], 'mail'],
  [['otp', 'mca'], 'mail'],
  [['otp', 'sms'], 'phone'],
]
for (const [amr, by] of began) {
  test(`C12 a sign-in with ${amr.join(' ')} began with ${by ?? 'a password'}`, () =>
    assert.equal(withoutPassword(amr), by))
}

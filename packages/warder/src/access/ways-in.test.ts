import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayRemove, waysIn, type Has, type WayIn } from './ways-in.ts'

const nothing: Has = { passkeys: 0, password: false, mail: false, phone: false, identities: 0 }

// oxfmt-ignore
const table: [what: string, has: Partial<Has>, ways: string, gone: WayIn, may: boolean][] = [
  ['a password alone',                 { password: true },              'password',          'password', false],
  ['a passkey alone',                  { passkeys: 1 },                 'passkey',           'passkey',  false],
  ['two passkeys',                     { passkeys: 2 },                 'passkey passkey',   'passkey',  true],
  ['a passkey beside a password',      { passkeys: 1, password: true }, 'passkey password',  'password', true],
  ['a password, and a link by mail',   { password: true, mail: true },  'password mail',     'password', true],
  ['a phone and an identity',          { phone: true, identities: 1 },  'phone identity',    'identity', true],
  ['nothing that they do not have',    { password: true },              'password',          'passkey',  true],
  ['somebody without any',             {},                              '',                  'password', false],
]
for (const [what, has, ways, gone, may] of table) {
  test(`MF-19 ${what}: ${ways || 'no way in'}, and ${gone} ${may ? 'may go' : 'stays'}`, () => {
    assert.equal(waysIn({ ...nothing, ...has }).join(' '), ways)
    assert.equal(mayRemove({ ...nothing, ...has }, gone), may)
  })
}

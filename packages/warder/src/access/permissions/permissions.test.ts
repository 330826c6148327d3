import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, isPermission } from './permissions.ts'

// oxfmt-ignore
const table: [held: string[], wanted: string, allowed: boolean][] = [
  [['*'],                      'users:read',        true],
  [['*'],                      '*',                 true],
  [['users:read'],             'users:read',        true],
  [['users:read'],             'users:write',       false],
  [['users:read'],             'users',             false],
  [['users:read'],             'users:read:own',    false],
  [['users:*'],                'users:read',        true],
  [['users:*'],                'users:read:own',    true],
  [['users:*'],                'users',             false],
  [['users:*'],                'users:*',           true],
  [['users:*'],                'usersecrets:read',  false],
  [['users:*'],                '*',                 false],
  [['users:read:*'],           'users:read',        false],
  [['users:read:*'],           'users:read:own',    true],
  [['a:read', 'b:*'],          'b:write',           true],
  [[],                         'users:read',        false],
  [['users'],                  'users:read',        false],
]
for (const [held, wanted, allowed] of table) {
  test(`${held.join(' and ') || 'nothing'} ${allowed ? 'allows' : 'does not allow'} ${wanted}`, () =>
    assert.equal(allows(held, wanted), allowed))
}

// oxfmt-ignore
const words: [text: string, is: boolean][] = [
  ['users:read', true], ['*', true], ['users:*', true], ['a', true], ['docs.v2:read-all:own_ones', true],
  ['', false], ['Users:read', false], ['users: read', false], ['users:', false], [':read', false], ['users:*:read', false],
  ['**', false], ['users:r*', false], ['users read', false], ['-a', false], ['ü', false], [`a${'b'.repeat(128)}`, false],
]
for (const [text, is] of words) {
  test(`"${text.slice(0, 40)}" is ${is ? 'a' : 'no'} permission`, () => assert.equal(isPermission(text), is))
}

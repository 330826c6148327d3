import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows } from './permission.ts'

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

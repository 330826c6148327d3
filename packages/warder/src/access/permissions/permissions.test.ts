import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPermission } from './permissions.ts'

// oxfmt-ignore
const words: [text: string, is: boolean][] = [
  ['users:read', true], ['*', true], ['users:*', true], ['a', true], ['docs.v2:read-all:own_ones', true],
  ['', false], ['Users:read', false], ['users: read', false], ['users:', false], [':read', false], ['users:*:read', false],
  ['**', false], ['users:r*', false], ['users read', false], ['-a', false], ['ü', false], [`a${'b'.repeat(128)}`, false],
]
for (const [text, is] of words) {
  test(`"${text.slice(0, 40)}" is ${is ? 'a' : 'no'} permission`, () => assert.equal(isPermission(text), is))
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HeldKey } from '../../store/programs/api-key-holders.ts'
import { isIn } from './allow-list.ts'
import { refusalOf, type Presented, type Refusal } from './standing.ts'

const row: HeldKey = {
  id: 'key_1',
  tenant_id: 'ten_default',
  user_id: 'usr_ada',
  service_account_id: null,
  name: 'Robot',
  environment: 'live',
  prefix: 'wdr_live_0Abcdefg',
  key_hash: 'present',
  replaced_until: null,
  scope: 'profile:read',
  ip_allowlist: '',
  expires_at: null,
  revoked_at: null,
  directory_id: 'dir_common',
  email: 'ada@example.com',
  full_name: 'Ada',
  locale: null,
  email_verified_at: 1,
  mfa_enabled_at: null,
  last_login_at: null,
  user_created_at: 1,
  disabled_at: null,
  deactivated_at: null,
  account_scope: null,
  account_disabled_at: null,
  roles: null,
  permissions: null,
}
const presented: Presented = { hash: 'present', tenant_id: 'ten_default', address: '192.0.2.1', now: 100 }
const listed = '192.0.2.0/24 2001:db8::/32'

// oxfmt-ignore
const table: [what: string, key: Partial<HeldKey>, with_: Partial<Presented>, refusal: Refusal | undefined][] = [
  ['a key',                                      {},                                            {},                            undefined],
  ['a key of another tenant',                    { tenant_id: 'ten_other' },                    {},                            'unknown'],
  ['a key of another tenant that ended as well', { tenant_id: 'ten_other', revoked_at: 1 },     {},                            'unknown'],
  ['one that was revoked',                       { revoked_at: 99 },                            {},                            'revoked'],
  ['one a moment before its end',                { expires_at: 101 },                           {},                            undefined],
  ['one at its end',                             { expires_at: 100 },                           {},                            'expired'],
  ['the secret before, within its grace',        { replaced_until: 101 },                       { hash: 'before' },            undefined],
  ['the secret before, at the end of its grace', { replaced_until: 100 },                       { hash: 'before' },            'replaced'],
  ['the secret before, without a grace',         { replaced_until: null },                      { hash: 'before' },            'replaced'],
  ['the new secret, after the grace of the old', { replaced_until: 50 },                        {},                            undefined],
  ['the secret before, of a key that was revoked', { replaced_until: 500, revoked_at: 99 },     { hash: 'before' },            'revoked'],
  ['one of somebody disabled',                   { disabled_at: 1 },                            {},                            'owner'],
  ['one of somebody who took a break',           { deactivated_at: 1 },                         {},                            'owner'],
  ['one of a program that stands still',         { user_id: null, account_disabled_at: 1 },     {},                            'owner'],
  ['one from a network on its list',             { ip_allowlist: listed },                      {},                            undefined],
  ['one from IPv6 on its list',                  { ip_allowlist: listed },                      { address: '2001:db8::7' },    undefined],
  ['one from elsewhere',                         { ip_allowlist: listed },                      { address: '198.51.100.1' },   'address'],
  ['one from IPv6 elsewhere',                    { ip_allowlist: listed },                      { address: '2001:db9::7' },    'address'],
  ['one with a list, from nobody knows where',   { ip_allowlist: listed },                      { address: undefined },        'address'],
  ['one with a list, from what is no address',   { ip_allowlist: listed },                      { address: 'localhost' },      'address'],
  ['one without a list, from nobody knows where', {},                                           { address: undefined },        undefined],
]
for (const [what, key, with_, refusal] of table) {
  test(`${what}: ${refusal ?? 'is good'}`, () =>
    assert.equal(refusalOf({ ...row, ...key }, { ...presented, ...with_ }), refusal))
}

test('one that nobody has is unknown', () => assert.equal(refusalOf(undefined, presented), 'unknown'))

test('an allow-list means its networks and nothing beside them', () => {
  assert.equal(isIn('10.0.0.0/8', '10.255.255.255'), true)
  assert.equal(isIn('10.0.0.0/8', '11.0.0.0'), false)
  assert.equal(isIn('192.0.2.7/32', '192.0.2.7'), true)
  assert.equal(isIn('192.0.2.7/32', '192.0.2.8'), false)
  assert.equal(isIn('::/0', '192.0.2.7'), false, 'every IPv6 address is none of IPv4')
  assert.equal(isIn('0.0.0.0/0', '192.0.2.7'), true)
})

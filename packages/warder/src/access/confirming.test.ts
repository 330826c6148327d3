import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waysToConfirm, type Confirmation } from './confirming.ts'

const level2 = ['urn:warder:aal2']

// oxfmt-ignore
const table: [what: string, has: string, amr: string, acr: string[] | undefined, ways: string][] = [
  ['a password',                                   'password email',             'pwd',     undefined, 'password'],
  ['a password and an app',                        'password totp backup_code email', 'pwd', undefined, 'password totp backup_code'],
  ['nothing but the mail',                         'email',                      'mca',     undefined, 'email'],
  ['nothing at all',                               '',                           'pwd',     undefined, ''],
  ['level 2 from a password',                      'password totp email',        'pwd',     level2,    'totp'],
  ['level 2 from a link by mail',                  'totp backup_code email',     'mca',     level2,    'totp backup_code'],
  ['level 2 from a text message: the other kind',  'password totp sms email',    'otp sms', level2,    'password'],
  ['level 2 without a second factor',              'password email',             'pwd',     level2,    ''],
  ['level 2 from level 2: whatever they have',     'password totp email',        'pwd otp mfa', level2, 'password totp'],
]
for (const [what, has, amr, acr, ways] of table) {
  test(`${what}: ${ways || 'no way'}`, () => {
    const list = has.split(' ').filter(Boolean) as Confirmation[]
    assert.equal(waysToConfirm(list, amr.split(' '), acr).join(' '), ways)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SecondFactorId } from '../method.ts'
import { plain, whose } from './answers.ts'

const all: SecondFactorId[] = ['passkey', 'totp', 'sms', 'backup_code', 'email']
const recovery = 'abcd-efgh-jkmn-pqrs'

// oxfmt-ignore
const table: [what: string, asked: SecondFactorId | null, methods: SecondFactorId[], code: string | null, named: SecondFactorId | undefined, of: string][] = [
  ['six digits, while the app is asked for',           'totp',    all,      '123456', undefined,     'totp'],
  ['six digits with a space, while a passkey is',      'passkey', all,      '123 456', undefined,    'totp'],
  ['six digits, while a text was sent',                'sms',     all,      '123456', undefined,     'sms'],
  ['the same, called a code of the app',               'sms',     all,      '123456', 'totp',        'totp'],
  ['six digits, while a mail was sent',                'email',   ['email'], '123456', undefined,    'email'],
  ['a text that was never sent',                       'totp',    all,      '123456', 'sms',         'none'],
  ['a recovery code, whatever is asked for',           'passkey', all,      recovery, undefined,     'backup_code'],
  ['a recovery code in the field of the app',          'totp',    all,      recovery, 'totp',        'backup_code'],
  ['a recovery code in the field of a text',           'sms',     all,      recovery, 'sms',         'backup_code'],
  ['six digits, called a recovery code',               'totp',    all,      '123456', 'backup_code', 'backup_code'],
  ['a recovery code of somebody who has none',         'totp',    ['totp'], recovery, undefined,     'none'],
  ['a code of an app of somebody who has none',        'passkey', ['passkey'], '123456', undefined,  'none'],
  ['what a browser made of a challenge',               'passkey', all,      null,     undefined,     'passkey'],
  ['the same where no challenge was',                  'totp',    all,      null,     undefined,     'none'],
  ['a mail for somebody who is not to have one',       'totp',    ['totp'], '123456', 'email',       'none'],
]
for (const [what, method, methods, code, named, of] of table) {
  test(`${what}: ${of}`, () => {
    const answer = plain(code === null ? { credential: {} } : { code })
    assert.equal(whose({ method, methods }, answer, named) ?? 'none', of)
  })
}

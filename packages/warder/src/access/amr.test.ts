import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acrOf } from './acr.ts'
import { joined } from './amr.ts'

const words = (text: string) => text.split(' ').filter(Boolean)

// oxfmt-ignore
const table: [what: string, before: string, more: string, own: boolean, amr: string, level: 1 | 2][] = [
  ['an app beside a password',                  'pwd',         'otp',      true,  'pwd otp mfa',         2],
  ['a text message beside a password',          'pwd',         'otp sms',  true,  'pwd otp sms mfa',     2],
  ['a security key beside a password',          'pwd',         'hwk',      true,  'pwd hwk mfa',         2],
  ['a code by mail beside a password',          'pwd',         'otp mca',  false, 'pwd otp mca',         1],
  ['an app beside a link by mail',              'mca',         'otp',      true,  'mca otp mfa',         2],
  ['an app beside a code by mail',              'otp mca',     'otp',      true,  'otp mca mfa',         2],
  ['an app beside a text message, two things',  'otp sms',     'otp',      true,  'otp sms',             1],
  ['a password after a text message',           'otp sms',     'pwd',      false, 'otp sms pwd',         2],
  ['a password once more',                      'pwd otp mfa', 'pwd',      false, 'pwd otp mfa',         2],
  ['an app once more',                          'pwd otp mfa', 'otp',      true,  'pwd otp mfa',         2],
  ['an app beside a passkey',                   'hwk user mfa', 'otp',     true,  'hwk user mfa otp',    2],
  ['a password after a code by mail',           'otp mca',     'pwd',      false, 'otp mca pwd',         1],
]
for (const [what, before, more, own, amr, level] of table) {
  test(`RFC 8176 §2 ${what} is ${amr}, level ${level}`, () => {
    const all = joined(words(before), words(more), own)
    assert.equal(all.join(' '), amr)
    assert.equal(acrOf(all), `urn:warder:aal${level}`)
  })
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Amr, SecondFactorId } from './method.ts'
import { nextStep, type Evidence, type NextStep, type Standing } from './next-step.ts'

const good = { disabled_at: null, email_verified_at: 1, password_change_required_at: null }
const disabled = { ...good, disabled_at: 5 }
const unverified = { ...good, email_verified_at: null }
const mustChange = { ...good, password_change_required_at: 5 }

const plain: Evidence = {
  amr: ['pwd'],
  risk: 'off',
  second_factors: ['email'],
  trusted: false,
  required: false,
  agreed: true,
}
const risky: Evidence = { ...plain, risk: 'step-up' }
const withCode: Evidence = { ...risky, second: 'look' }
const blocked: Evidence = { ...plain, risk: 'block' }
const unasked: Evidence = { ...plain, agreed: false }

const code: NextStep = { kind: 'second-factor', methods: ['email'] }
const stopped: NextStep = { kind: 'refused', reason: 'risk' }

// oxfmt-ignore
const table: [what: string, user: Standing | undefined, evidence: Evidence, step: NextStep][] = [
  ['somebody who is gone',                         undefined,  plain,    { kind: 'refused', reason: 'unknown' }],
  ['a disabled person',                            disabled,   plain,    { kind: 'refused', reason: 'disabled' }],
  ['an address not yet proved',                    unverified, plain,    { kind: 'refused', reason: 'unverified' }],
  ['a password that must change',                  mustChange, plain,    { kind: 'password-change' }],
  ['disabled beside that',                         { ...mustChange, disabled_at: 5 }, plain, { kind: 'refused', reason: 'disabled' }],
  ['a person in good standing',                    good,       plain,    { kind: 'signed-in' }],
  ['something unusual that is only told',          good,       { ...plain, risk: 'notify' }, { kind: 'signed-in' }],
  ['something unusual that asks for more',         good,       risky,    code],
  ['the code that was asked for',                  good,       withCode, { kind: 'signed-in' }],
  ['nothing to prove beyond the first factor',     good,       { ...risky, second_factors: [] }, stopped],
  ['something unusual that is not let in',         good,       blocked,  stopped],
  ['the same with a code',                         good,       { ...blocked, second: 'look' }, stopped],
  ['disabled before anything unusual',             disabled,   blocked,  { kind: 'refused', reason: 'disabled' }],
  ['a disabled person who was asked for a code',   disabled,   withCode, { kind: 'refused', reason: 'disabled' }],
  ['a password that must change, and unusual',     mustChange, risky,    code],
  ['a password that must change, after the code',  mustChange, withCode, { kind: 'password-change' }],
  ['one that must change, and a link by mail',     mustChange, { ...plain, amr: ['mca'] }, { kind: 'password-change' }],
  ['one that must change, and a passkey',          mustChange, { ...plain, amr: ['hwk', 'user', 'mfa'] }, { kind: 'refused', reason: 'locked' }],
  ['one that must change, and a text message',     mustChange, { ...plain, amr: ['otp', 'sms'] }, { kind: 'refused', reason: 'locked' }],
  ['one that must change, a passkey and a code',   mustChange, { ...withCode, amr: ['hwk', 'user'] }, { kind: 'refused', reason: 'locked' }],
  ['something to agree to',                        good,       unasked,  { kind: 'consent' }],
  ['the same, disabled',                           disabled,   unasked,  { kind: 'refused', reason: 'disabled' }],
  ['the same, and a password that must change',    mustChange, unasked,  { kind: 'password-change' }],
  ['the same, and unusual',                        good,       { ...risky, agreed: false }, code],
  ['the same, after the code',                     good,       { ...withCode, agreed: false }, { kind: 'consent' }],
  ['the same, and a factor to set up',             good,       { ...unasked, required: true }, { kind: 'set-up' }],
  ['the same, with a factor that was proved',      good,       { ...unasked, required: true, second: 'own', second_factors: ['totp', 'email'] }, { kind: 'consent' }],
]
for (const [what, user, evidence, step] of table) {
  test(`${what}: ${step.kind}`, () => assert.deepEqual(nextStep(user, evidence), step))
}

type Row = [what: string, amr: string, open: string, more: Partial<Evidence>, then: string]
const list = <T extends string>(words: string) => words.split(' ').filter(Boolean) as T[]

// What is asked, or where it leads. `open` is what the person can prove beyond the first factor.
// oxfmt-ignore
const asked: Row[] = [
  ['an app beside a password',                'pwd',          'totp backup_code email',         {},                    'totp backup_code'],
  ['all of them, the strongest first',        'pwd',          'passkey totp sms backup_code email', {},                'passkey totp sms backup_code'],
  ['the app was proved',                      'pwd',          'totp email',                     { second: 'own' },     'signed-in'],
  ['the mail alone was proved',               'pwd',          'totp email',                     { second: 'look' },    'totp'],
  ['recovery codes stand beside nothing',     'pwd',          'backup_code email',              {},                    'signed-in'],
  ['a passkey with user verification',        'hwk user mfa', 'passkey totp email',             {},                    'signed-in'],
  ['the same, kept by a provider',            'swk user',     'passkey totp email',             {},                    'signed-in'],
  ['the same, where it is unusual',           'hwk user mfa', 'passkey totp email',             { risk: 'step-up' },   'signed-in'],
  ['a link by mail, and an app',              'mca',          'totp email',                     {},                    'totp'],
  ['a code by mail, and an app',              'otp mca',      'totp email',                     {},                    'totp'],
  ['a code by mail, unusual, nothing else',   'otp mca',      'email',                          { risk: 'step-up' },   'signed-in'],
  ['a link by mail, unusual, nothing else',   'mca',          'email',                          { risk: 'step-up' },   'signed-in'],
  ['a text message, and an app',              'otp sms',      'totp sms email',                 {},                    'totp'],
  ['a text message, which is their factor',   'otp sms',      'sms email',                      {},                    'email'],
  ['the same with recovery codes',            'otp sms',      'sms backup_code email',          {},                    'backup_code email'],
  ['the same once the mail is proved',        'otp sms',      'sms email',                      { second: 'look' },    'signed-in'],
  ['a text message, which is no factor yet',  'otp sms',      'email',                          {},                    'signed-in'],
  ['the same where it is unusual',            'otp sms',      'email',                          { risk: 'step-up' },   'email'],
  ['a text message, and a trusted browser',   'otp sms',      'sms email',                      { trusted: true },     'email'],
  ['a browser that is trusted',               'pwd',          'totp email',                     { trusted: true },     'signed-in'],
  ['the same where it is unusual',            'pwd',          'totp email',                     { trusted: true, risk: 'step-up' }, 'totp'],
  ['trusted, and nothing set up, and unusual','pwd',          'email',                          { trusted: true, risk: 'step-up' }, 'email'],
  ['unusual, with an app: never by mail',     'pwd',          'totp email',                     { risk: 'step-up' },   'totp'],
  ['required, and none',                      'pwd',          'email',                          { required: true },    'set-up'],
  ['required, none, and unusual',             'pwd',          'email',                          { required: true, risk: 'step-up' }, 'email'],
  ['the same once the mail is proved',        'pwd',          'email',                          { required: true, risk: 'step-up', second: 'look' }, 'set-up'],
  ['required, and there is one',              'pwd',          'totp email',                     { required: true },    'totp'],
  ['required, and it was proved',             'pwd',          'totp email',                     { required: true, second: 'own' }, 'signed-in'],
  ['required, one, and a trusted browser',    'pwd',          'totp email',                     { required: true, trusted: true }, 'signed-in'],
  ['required, none, and a trusted browser',   'pwd',          'email',                          { required: true, trusted: true }, 'set-up'],
  ['required, and a passkey alone',           'hwk user mfa', 'passkey email',                  { required: true },    'signed-in'],
  ['required, and a link by mail',            'mca',          'email',                          { required: true },    'set-up'],
  ['required, and a text message',            'otp sms',      'email',                          { required: true },    'set-up'],
  ['the same, which is their factor',         'otp sms',      'sms email',                      { required: true },    'email'],
  ['the same once the mail is proved',        'otp sms mca',  'sms email',                      { required: true, second: 'look' }, 'set-up'],
  ['the same with a recovery code',           'otp sms',      'sms backup_code email',          { required: true, second: 'own' }, 'signed-in'],
  ['the same in a trusted browser',           'otp sms',      'sms email',                      { required: true, trusted: true }, 'email'],
  ['an app beside it, and a trusted browser', 'otp sms',      'totp sms email',                 { required: true, trusted: true }, 'signed-in'],
]
describe('MF-02 what is asked beyond the first factor', () => {
  for (const [what, amr, open, more, then] of asked) {
    test(`${what}: ${then}`, () => {
      const evidence = {
        ...plain,
        amr: list<Amr>(amr),
        second_factors: list<SecondFactorId>(open),
        ...more,
      }
      const step = nextStep(good, evidence)
      assert.equal(step.kind === 'second-factor' ? step.methods.join(' ') : step.kind, then)
    })
  }
  test('a new password comes before a factor is set up, so that nobody else sets one up', () => {
    assert.deepEqual(nextStep(mustChange, { ...plain, required: true }), { kind: 'password-change' })
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextStep, type Evidence, type NextStep, type Standing } from './next-step.ts'

const good = { disabled_at: null, email_verified_at: 1, password_change_required_at: null }
const disabled = { ...good, disabled_at: 5 }
const unverified = { ...good, email_verified_at: null }
const mustChange = { ...good, password_change_required_at: 5 }

const plain: Evidence = { amr: ['pwd'], risk: 'off', second_factors: ['email'] }
const risky: Evidence = { ...plain, risk: 'step-up' }
const withCode: Evidence = { ...risky, amr: ['pwd', 'otp'] }
const blocked: Evidence = { ...plain, risk: 'block' }

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
  ['the same with a code',                         good,       { ...blocked, amr: ['pwd', 'otp'] }, stopped],
  ['disabled before anything unusual',             disabled,   blocked,  { kind: 'refused', reason: 'disabled' }],
  ['a disabled person who was asked for a code',   disabled,   withCode, { kind: 'refused', reason: 'disabled' }],
  ['a password that must change, and unusual',     mustChange, risky,    code],
  ['a password that must change, after the code',  mustChange, withCode, { kind: 'password-change' }],
]
for (const [what, user, evidence, step] of table) {
  test(`${what}: ${step.kind}`, () => assert.deepEqual(nextStep(user, evidence), step))
}

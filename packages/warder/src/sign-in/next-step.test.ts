import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextStep, type NextStep, type Standing } from './next-step.ts'

const good = { disabled_at: null, email_verified_at: 1, password_change_required_at: null }

// oxfmt-ignore
const table: [what: string, user: Standing | undefined, step: NextStep][] = [
  ['somebody who is gone',        undefined,                               { kind: 'refused', reason: 'unknown' }],
  ['a disabled person',           { ...good, disabled_at: 5 },             { kind: 'refused', reason: 'disabled' }],
  ['an address not yet proved',   { ...good, email_verified_at: null },    { kind: 'refused', reason: 'unverified' }],
  ['a password that must change', { ...good, password_change_required_at: 5 }, { kind: 'password-change' }],
  ['disabled beside that',         { ...good, disabled_at: 5, password_change_required_at: 5 }, { kind: 'refused', reason: 'disabled' }],
  ['a person in good standing',   good,                                    { kind: 'signed-in' }],
]
for (const [what, user, step] of table) {
  test(`${what}: ${step.kind}`, () => assert.deepEqual(nextStep(user), step))
}

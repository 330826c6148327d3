import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextStep, type NextStep, type Standing } from './next-step.ts'

// oxfmt-ignore
const table: [what: string, user: Standing | undefined, step: NextStep][] = [
  ['somebody who is gone',        undefined,                                      { kind: 'refused', reason: 'unknown' }],
  ['a disabled person',           { disabled_at: 5, email_verified_at: 1 },       { kind: 'refused', reason: 'disabled' }],
  ['an address not yet proved',   { disabled_at: null, email_verified_at: null }, { kind: 'refused', reason: 'unverified' }],
  ['a person in good standing',   { disabled_at: null, email_verified_at: 1 },    { kind: 'signed-in' }],
]
for (const [what, user, step] of table) {
  test(`${what}: ${step.kind}`, () => assert.deepEqual(nextStep(user), step))
}

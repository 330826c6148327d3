import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acrOf } from './acr.ts'

// oxfmt-ignore
const table: [amr: string[], acr: string][] = [
  [['pwd'],           'urn:warder:aal1'],
  [['fed'],           'urn:warder:aal1'],
  [['otp'],           'urn:warder:aal1'],
  [['hwk'],           'urn:warder:aal1'],
  [['pwd', 'otp'],    'urn:warder:aal2'],
  [['pwd', 'otp', 'mca'], 'urn:warder:aal1'],
  [['pwd', 'otp', 'mca', 'hwk'], 'urn:warder:aal2'],
  [['pwd', 'sms'],    'urn:warder:aal2'],
  [['pwd', 'mfa'],    'urn:warder:aal2'],
  [['hwk', 'user'],   'urn:warder:aal2'],
  [['swk', 'user'],   'urn:warder:aal2'],
  [[],                'urn:warder:aal1'],
]
for (const [amr, acr] of table) {
  test(`a sign-in by ${amr.join(' and ') || 'nothing'} is ${acr}`, () => assert.equal(acrOf(amr), acr))
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PendingState } from '../pending-answer.ts'
import { decideDeviceCode } from './device-code.ts'
import { readUserCode, showUserCode, userCodeAlphabet, userCodeLength } from './user-code.ts'

// oxfmt-ignore
const typed: [text: string, code: string | undefined][] = [
  ['WDJB-MJHT', 'WDJBMJHT'], ['wdjbmjht', 'WDJBMJHT'], [' wdjb mjht ', 'WDJBMJHT'], ['W-D-J-B-M-J-H-T', 'WDJBMJHT'],
  ['WDJB-MJH', undefined], ['WDJB-MJHTT', undefined], ['WDJA-MJHT', undefined], ['1234-5678', undefined], ['', undefined],
  ['ẂDJB-MJHT', undefined],
]
for (const [text, code] of typed) {
  test(`RFC 8628 §6.1: "${text}" is ${code ?? 'no user code'}`, () => assert.equal(readUserCode(text), code))
}

test('RFC 8628 §6.1: a user code is shown in two halves, and read back', () => {
  assert.equal(showUserCode('WDJBMJHT'), 'WDJB-MJHT')
  assert.equal(readUserCode(showUserCode('BCDFGHJK')), 'BCDFGHJK')
})

test('RFC 8628 §5.1: a code has at least 34 bits', () => {
  assert.ok(userCodeLength * Math.log2(userCodeAlphabet.length) > 34)
})

const waiting: PendingState = { client_id: 'cli', expires_at: 100, consumed_at: null, answer: undefined }

// oxfmt-ignore
const table: [what: string, client_id: string, state: PendingState | undefined, tooSoon: boolean, now: number, code: string | undefined][] = [
  ['nobody has answered',      'cli',   waiting,                                        false, 50,  'authorization_pending'],
  ['it asks too soon',         'cli',   waiting,                                        true,  50,  'slow_down'],
  ['the person allowed it',    'cli',   { ...waiting, answer: 'allowed' },              false, 50,  undefined],
  ['allowed, but too soon',    'cli',   { ...waiting, answer: 'allowed' },              true,  50,  undefined],
  ['the person said no',       'cli',   { ...waiting, answer: 'denied' },               false, 50,  'access_denied'],
  ['it is too old',            'cli',   { ...waiting, answer: 'allowed' },              false, 100, 'expired_token'],
  ['it was used',              'cli',   { ...waiting, answer: 'allowed', consumed_at: 60 }, false, 70, 'invalid_grant'],
  ['it is another client’s',   'other', { ...waiting, answer: 'allowed' },              false, 50,  'invalid_grant'],
  ['there is none',            'cli',   undefined,                                      false, 50,  'invalid_grant'],
]
for (const [what, client_id, state, tooSoon, now, code] of table) {
  test(`RFC 8628 §3.5: ${what}: ${code ?? 'tokens'}`, () => {
    const decide = () => decideDeviceCode(client_id, state, tooSoon, now)
    if (code === undefined) decide()
    else assert.throws(decide, { code })
  })
}

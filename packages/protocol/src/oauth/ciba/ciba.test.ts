import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PendingState } from '../pending-answer.ts'
import { decideBackchannel } from './backchannel-answer.ts'
import { parseBackchannelRequest } from './backchannel-request.ts'

const client = { scope: ['openid', 'pay', 'offline_access'], mode: 'poll' as const }
const sound = { scope: 'openid pay', login_hint: 'ada@example.com' }
type Fields = Record<string, string | undefined>
const formOf = (fields: Fields) =>
  new URLSearchParams(
    Object.entries({ ...sound, ...fields }).filter((one): one is [string, string] => one[1] !== undefined),
  )

describe('CIBA Core §7.1: a question to somebody who is elsewhere', () => {
  test('is what was sent and no more', () => {
    assert.deepEqual(parseBackchannelRequest(formOf({}), client), {
      scope: ['openid', 'pay'],
      hint: { kind: 'login_hint', value: 'ada@example.com' },
      acr_values: [],
    })
    const all = {
      binding_message: 'Order 17, 20 €',
      requested_expiry: '120',
      acr_values: 'urn:warder:aal2 x',
    }
    const read = parseBackchannelRequest(formOf({ ...all, client_notification_token: 'tok-1' }), {
      ...client,
      mode: 'ping',
    })
    assert.deepEqual(
      [read.binding_message, read.requested_expiry, read.acr_values, read.client_notification_token],
      ['Order 17, 20 €', 120, ['urn:warder:aal2', 'x'], 'tok-1'],
    )
  })
  // oxfmt-ignore
  const refused: [what: string, fields: Fields, code: string, mode?: 'ping'][] = [
    ['no scope',                       { scope: undefined },                              'invalid_request'],
    ['a scope without openid',         { scope: 'pay' },                                  'invalid_scope'],
    ['a scope it may not have',        { scope: 'openid admin' },                         'invalid_scope'],
    ['no hint',                        { login_hint: undefined },                         'invalid_request'],
    ['two hints',                      { id_token_hint: 'eyJ' },                          'invalid_request'],
    ['a login_hint_token',             { login_hint: undefined, login_hint_token: 'eyJ' }, 'invalid_request'],
    ['a hint without an end',          { login_hint: 'a'.repeat(321) },                   'invalid_request'],
    ['a message that turns the text',  { binding_message: 'pay \u202E 20' },              'invalid_binding_message'],
    ['a message with an address',      { binding_message: 'see https://evil.example' },   'invalid_binding_message'],
    ['a message of white space',       { binding_message: '  ' },                         'invalid_binding_message'],
    ['a message that is too long',     { binding_message: 'a'.repeat(81) },               'invalid_binding_message'],
    ['an expiry of nothing',           { requested_expiry: '0' },                         'invalid_request'],
    ['an expiry with a fraction',      { requested_expiry: '1.5' },                       'invalid_request'],
    ['no token to be told by',         {},                                                'invalid_request', 'ping'],
    ['a token that is no bearer token', { client_notification_token: 'a b' },             'invalid_request', 'ping'],
    ['a token that is too long',       { client_notification_token: 'a'.repeat(1025) },   'invalid_request', 'ping'],
  ]
  for (const [what, fields, code, mode = 'poll'] of refused) {
    test(`CIBA Core §13: with ${what}: ${code}`, () =>
      assert.throws(() => parseBackchannelRequest(formOf(fields), { ...client, mode }), { code }))
  }
})

const waiting: PendingState = { client_id: 'cli', expires_at: 100, consumed_at: null, answer: undefined }

// oxfmt-ignore
const table: [what: string, client_id: string, state: PendingState | undefined, tooSoon: boolean, now: number, code: string | undefined][] = [
  ['nobody has answered',      'cli',   waiting,                                             false, 50,  'authorization_pending'],
  ['it asks too soon',         'cli',   waiting,                                             true,  50,  'slow_down'],
  ['the person approved',      'cli',   { ...waiting, answer: 'allowed' } ,                  false, 50,  undefined],
  ['approved, but too soon',   'cli',   { ...waiting, answer: 'allowed' } ,                  true,  50,  undefined],
  ['the person said no',       'cli',   { ...waiting, answer: 'denied' },                    true,  50,  'access_denied'],
  ['it is too old',            'cli',   { ...waiting, answer: 'allowed' } ,                  false, 100, 'expired_token'],
  ['it was used',              'cli',   { ...waiting, answer: 'allowed', consumed_at: 60 }, false, 70,  'invalid_grant'],
  ['it is another client’s',   'other', { ...waiting, answer: 'allowed' } ,                  false, 50,  'invalid_grant'],
  ['there is none',            'cli',   undefined,                                           false, 50,  'invalid_grant'],
]
for (const [what, client_id, state, tooSoon, now, code] of table) {
  test(`CIBA Core §11: ${what}: ${code ?? 'tokens'}`, () => {
    const decide = () => decideBackchannel(client_id, state, tooSoon, now)
    if (code === undefined) decide()
    else assert.throws(decide, { code })
  })
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OAuthError } from '../errors.ts'
import { narrowAuthorizationDetails, parseAuthorizationDetails } from './authorization-details.ts'

const types = [
  { type: 'payment_initiation', fields: ['instructedAmount', 'creditorName'] },
  { type: 'account_information', fields: [] },
]
const payment = {
  type: 'payment_initiation',
  actions: ['initiate'],
  locations: ['https://bank.example/payments'],
  instructedAmount: { currency: 'EUR', amount: '123.50' },
  creditorName: 'Merchant A',
}
const account = {
  type: 'account_information',
  datatypes: ['balance'],
  identifier: 'DE02',
  privileges: ['read'],
}
const refused = (work: () => unknown) =>
  assert.throws(
    work,
    (error) => error instanceof OAuthError && error.code === 'invalid_authorization_details',
  )

describe('RFC 9396 §2 and §2.2: permissions finer than scopes', () => {
  test('are objects of types that are known, in the order in which they came', () => {
    assert.deepEqual(parseAuthorizationDetails(JSON.stringify([account, payment]), types), [account, payment])
    assert.deepEqual(parseAuthorizationDetails(undefined, types), [])
  })
  // oxfmt-ignore
  const bad: [what: string, text: string][] = [
    ['no JSON', 'x'], ['an object', JSON.stringify(payment)], ['an empty array', '[]'], ['texts', '["payment_initiation"]'], ['null', '[null]'],
    ['no type', '[{"actions":["a"]}]'], ['a type that is a number', '[{"type":1}]'], ['a type nobody knows', '[{"type":"other"}]'],
    ['a field nobody knows', '[{"type":"account_information","amount":1}]'], ['a field of another type', '[{"type":"account_information","creditorName":"x"}]'],
    ['__proto__', '[{"type":"account_information","__proto__":{}}]'],
    ['actions as a text', '[{"type":"account_information","actions":"read"}]'], ['no actions', '[{"type":"account_information","actions":[]}]'],
    ['actions of numbers', '[{"type":"account_information","actions":[1]}]'], ['an identifier that is an object', '[{"type":"account_information","identifier":{}}]'],
    ['eleven of them', JSON.stringify(Array.from({ length: 11 }, () => account))], ['a member twice', '[{"type":"account_information","type":"payment_initiation"}]'],
    ['a nest', `[{"type":"payment_initiation","instructedAmount":${'['.repeat(20)}${']'.repeat(20)}}]`],
    ['ten thousand characters', JSON.stringify([{ ...payment, creditorName: 'x'.repeat(10_000) }])],
  ]
  for (const [what, text] of bad)
    test(`RFC 9396 §5 ${what} is refused`, () => refused(() => parseAuthorizationDetails(text, types)))

  test('RFC 9396 §5 a client that may ask for none gets none', () => {
    refused(() => parseAuthorizationDetails(JSON.stringify([account]), []))
  })
  test('RFC 9396 §6 a token is for all that was granted, or for a part of it', () => {
    const granted = [payment, account]
    assert.deepEqual(narrowAuthorizationDetails(undefined, granted), granted)
    assert.deepEqual(narrowAuthorizationDetails(JSON.stringify([account]), granted), [account])
    const turned = {
      privileges: ['read'],
      identifier: 'DE02',
      datatypes: ['balance'],
      type: 'account_information',
    }
    assert.deepEqual(narrowAuthorizationDetails(JSON.stringify([turned]), granted), [account])
    for (const text of ['x', '{}', JSON.stringify([{ ...payment, creditorName: 'Mallory' }]), '[null]'])
      refused(() => narrowAuthorizationDetails(text, granted))
  })
})

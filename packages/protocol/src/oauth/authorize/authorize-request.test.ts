import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseAuthorizeRequest, type ClientRules } from './authorize-request.ts'
import { stateOf } from './state.ts'

const uri = 'https://app.example/cb'
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const client: ClientRules = {
  client_id: 'cli_1',
  redirect_uris: [uri],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  scope: ['openid', 'profile', 'offline_access', 'notes'],
  public: false,
  require_pkce: true,
}
const legacy = { ...client, require_pkce: false }
const usual = { response_type: 'code', scope: 'openid notes', code_challenge, code_challenge_method: 'S256' }

type Change = Record<string, string | string[] | undefined>
/** The usual parameters with some of them changed; undefined takes one out. */
function params(change: Change = {}): URLSearchParams {
  const all = Object.entries({ ...usual, ...change })
  return new URLSearchParams(
    all.flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one])),
  )
}
const parse = (change?: Change, rules = client) => parseAuthorizeRequest(params(change), rules, uri)

describe('RFC 6749 §4.1.1 and OIDC Core §3.1.2.1: an authorization request', () => {
  test('with little in it', () => {
    assert.deepEqual(parse(), {
      client_id: 'cli_1',
      redirect_uri: uri,
      response_type: 'code',
      response_mode: 'query',
      scope: ['openid', 'notes'],
      code_challenge,
      prompt: [],
      resource: [],
    })
  })
  test('with everything in it', () => {
    const texts = {
      state: 'xyz',
      nonce: 'n',
      login_hint: 'ada@example.com',
      id_token_hint: 'e.y.J',
      ui_locales: 'de en',
      acr_values: '1 2',
    }
    const request = parse({
      ...texts,
      prompt: 'login consent',
      max_age: '0',
      resource: ['urn:a', 'urn:b'],
      response_mode: 'query',
    })
    const { state, nonce, login_hint, id_token_hint, ui_locales, acr_values } = request
    assert.deepEqual({ state, nonce, login_hint, id_token_hint, ui_locales, acr_values }, texts)
    assert.deepEqual(request.prompt, ['login', 'consent'])
    assert.equal(request.max_age, 0)
    assert.deepEqual(request.resource, ['urn:a', 'urn:b'])
  })
  test('RFC 6749 §3.3 without scope gets what the client may have, but neither openid nor offline_access', () => {
    assert.deepEqual(parse({ scope: undefined }).scope, ['profile', 'notes'])
    assert.throws(() => parse({ scope: undefined }, { ...client, scope: ['openid'] }), {
      code: 'invalid_scope',
    })
  })
})

// oxfmt-ignore
const refusals: [id: string, what: string, change: Change, code: string][] = [
  ['AZ-14', 'token',               { response_type: 'token' },               'unsupported_response_type'],
  ['AZ-14', 'id_token token',      { response_type: 'id_token token' },      'unsupported_response_type'],
  ['AZ-14', 'code token',          { response_type: 'code token' },          'unsupported_response_type'],
  ['AZ-14', 'CODE',                { response_type: 'CODE' },                'unsupported_response_type'],
  ['AZ-14', 'no response_type',    { response_type: undefined },             'invalid_request'],
  ['AZ-15', 'form_post',           { response_mode: 'form_post' },           'invalid_request'],
  ['AZ-15', 'fragment',            { response_mode: 'fragment' },            'invalid_request'],
  ['AZ-15', 'web_message',         { response_mode: 'web_message' },         'invalid_request'],
  ['AZ-15', 'jwt',                 { response_mode: 'jwt' },                 'invalid_request'],
  ['AZ-17', 'no code_challenge',   { code_challenge: undefined, code_challenge_method: undefined, nonce: 'n' }, 'invalid_request'],
  ['AZ-18', 'plain',               { code_challenge_method: 'plain' },       'invalid_request'],
  ['AZ-20', 'a short challenge',   { code_challenge: code_challenge.slice(1) }, 'invalid_request'],
  ['AZ-22', 'prompt none login',   { prompt: 'none login' },                 'invalid_request'],
  ['AZ-22', 'an unknown prompt',   { prompt: 'create' },                     'invalid_request'],
  ['AZ-22', 'prompt LOGIN',        { prompt: 'LOGIN' },                      'invalid_request'],
  ['AZ-23', 'a negative max_age',  { max_age: '-1' },                        'invalid_request'],
  ['AZ-23', 'a broken max_age',    { max_age: '1.5' },                       'invalid_request'],
  ['AZ-23', 'max_age 1e3',         { max_age: '1e3' },                       'invalid_request'],
  ['AZ-23', 'a huge max_age',      { max_age: '99999999999' },               'invalid_request'],
  ['AZ-26', 'a request object',    { request: 'eyJhbGciOiJub25lIn0.e30.' },  'request_not_supported'],
  ['AZ-26', 'a request_uri',       { request_uri: 'https://127.0.0.1:1/x' }, 'request_uri_not_supported'],
  ['',      'a registration',      { registration: '{}' },                   'registration_not_supported'],
  ['AZ-40', 'a CRLF in state',     { state: '\r\nSet-Cookie: a=b' },         'invalid_request'],
  ['AZ-40', 'a long state',        { state: 'a'.repeat(4097) },              'invalid_request'],
  ['AZ-40', 'state not in UTF-8',  { state: '\ufffd' },                      'invalid_request'],
  ['AZ-41', 'an unknown scope',    { scope: 'openid admin' },                'invalid_scope'],
  ['AZ-41', 'a NUL in scope',      { scope: 'openid\0admin' },               'invalid_request'],
  ['AZ-41', 'a line feed in scope', { scope: 'openid\nadmin' },              'invalid_request'],
  ['AZ-41', '51 scopes',           { scope: 'a '.repeat(50) + 'a' },         'invalid_scope'],
  ['',      'a long nonce',        { nonce: 'a'.repeat(1025) },              'invalid_request'],
  ['',      'two nonces',          { nonce: ['a', 'b'] },                    'invalid_request'],
  ['',      'a relative resource', { resource: '/api' },                     'invalid_target'],
]
describe('RFC 6749 §4.1.2.1 and OIDC Core §3.1.2.6: what is refused', () => {
  for (const [id, what, change, code] of refusals) {
    test(`${id} ${what} is ${code}`, () => {
      assert.throws(() => parse(change), { name: 'OAuthError', code })
    })
  }
  test('RFC 9101 §5 and OIDC Core §6: a request object is refused before anything else is looked at', () => {
    assert.throws(() => parse({ request: 'x', response_type: 'token' }), { code: 'request_not_supported' })
  })
  test('OIDC Core §7.2.1 registration is refused whatever else is asked', () => {
    assert.throws(() => parse({ registration: '{}', scope: 'admin' }), { code: 'registration_not_supported' })
  })
  test('a client that is not registered for the code grant is unauthorized_client', () => {
    assert.throws(() => parse({}, { ...client, grant_types: ['client_credentials'] }), {
      code: 'unauthorized_client',
    })
    assert.throws(() => parse({}, { ...client, response_types: [] }), { code: 'unauthorized_client' })
  })
  test('RFC 9700 §2.1.2 no token is ever issued here, whatever the client is registered for', () => {
    const rules = { ...client, response_types: ['code', 'token'] }
    assert.throws(() => parse({ response_type: 'token' }, rules), { code: 'unsupported_response_type' })
  })
})

describe('RFC 9700 §2.1.1: nonce in place of PKCE, where an administrator allows it', () => {
  const bare = { code_challenge: undefined, code_challenge_method: undefined }
  test('a confidential OpenID client may send nonce alone', () => {
    const request = parse({ ...bare, nonce: 'n' }, legacy)
    assert.equal(request.nonce, 'n')
    assert.equal('code_challenge' in request, false)
  })
  test('AZ-17 without nonce, without openid, or as a public client it is refused', () => {
    assert.throws(() => parse(bare, legacy), { code: 'invalid_request' })
    assert.throws(() => parse({ ...bare, nonce: 'n', scope: 'notes' }, legacy), { code: 'invalid_request' })
    assert.throws(() => parse({ ...bare, nonce: 'n' }, { ...legacy, public: true }), {
      code: 'invalid_request',
    })
  })
  test('AZ-18 a challenge that is sent is checked all the same', () => {
    assert.throws(() => parse({ code_challenge_method: 'plain', nonce: 'n' }, legacy), {
      code: 'invalid_request',
    })
  })
})

describe('RFC 6749 §4.1.2 AZ-40: state', () => {
  test('is kept as it came, with emoji and at full length', () => {
    for (const state of ['🔑 & = % +', 'a'.repeat(4096)]) assert.equal(parse({ state }).state, state)
  })
  test('RFC 6749 §4.1.2.1 goes back with an error only when it would have been accepted', () => {
    assert.equal(stateOf(params({ state: 'xyz', response_type: 'token' })), 'xyz')
    for (const state of [undefined, '', ['a', 'b'], 'a\r\nb', 'a'.repeat(4097), '\ufffd']) {
      assert.equal(stateOf(params({ state })), undefined)
    }
    assert.equal(stateOf(new URLSearchParams('state=%ff')), undefined)
  })
})

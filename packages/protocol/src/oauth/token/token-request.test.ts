import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseTokenRequest, type TokenRequest } from './token-request.ts'

const parse = (text: string) => parseTokenRequest(new URLSearchParams(text))

// oxfmt-ignore
const accepted: [section: string, text: string, request: TokenRequest][] = [
  ['RFC 6749 §4.1.3 a code', 'grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fa.example%2F&code_verifier=v',
    { grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://a.example/', code_verifier: 'v', resource: [] }],
  ['RFC 6749 §4.1.3 a code whose request had no redirect_uri', 'grant_type=authorization_code&code=c&redirect_uri=&scope=a',
    { grant_type: 'authorization_code', code: 'c', resource: [] }],
  ['RFC 6749 §6 a refresh token', 'grant_type=refresh_token&refresh_token=r&scope=a+b',
    { grant_type: 'refresh_token', refresh_token: 'r', scope: 'a b', resource: [] }],
  ['RFC 6749 §4.4.2 client credentials', 'grant_type=client_credentials', { grant_type: 'client_credentials', resource: [] }],
  ['RFC 8628 §3.4 a device code', 'grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=d',
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'd', resource: [] }],
  ['RFC 8707 §2.2 a resource', 'grant_type=client_credentials&scope=a&resource=urn:a&resource=urn:b',
    { grant_type: 'client_credentials', scope: 'a', resource: ['urn:a', 'urn:b'] }],
]
describe('token requests', () => {
  for (const [section, text, request] of accepted) {
    test(`${section} is read`, () => assert.deepEqual(parse(text), request))
  }

  // oxfmt-ignore
  const refused: [text: string, code: string][] = [
    ['',                                                               'invalid_request'],
    ['grant_type=',                                                    'invalid_request'],
    ['grant_type=authorization_code',                                  'invalid_request'],
    ['grant_type=urn:ietf:params:oauth:grant-type:device_code',        'invalid_request'],
    ['grant_type=authorization_code&code=a&code=b',                    'invalid_request'],
    ['grant_type=refresh_token',                                       'invalid_request'],
    ['grant_type=client_credentials&grant_type=client_credentials',    'invalid_request'],
    ['grant_type=client_credentials&scope=a%00b',                      'invalid_request'],
    ['grant_type=client_credentials&resource=x',                       'invalid_target'],
    ['grant_type=password&username=ada&password=x',                    'unsupported_grant_type'],
    ['grant_type=implicit',                                            'unsupported_grant_type'],
    ['grant_type=Client_Credentials',                                  'unsupported_grant_type'],
    ['grant_type=constructor',                                         'unsupported_grant_type'],
  ]
  for (const [text, code] of refused) {
    test(`"${text}" is ${code}`, () => assert.throws(() => parse(text), { name: 'OAuthError', code }))
  }
  test('RFC 9700 §2.4 TK-09 the password grant is refused without repeating what was sent', () => {
    assert.throws(() => parse('grant_type=password%22%0a'), { code: 'invalid_request' })
    assert.throws(() => parse('grant_type=pass-word'), { message: 'the grant_type is not supported' })
  })
})

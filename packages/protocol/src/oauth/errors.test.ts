import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OAuthError, oauthErrors } from './errors.ts'

test('RFC 6749 §5.2 a description holds the characters that are allowed and no others', () => {
  assert.equal(
    new OAuthError('invalid_request', 'a "b" \\ é\r\nSet-Cookie: x').message,
    'a  b       Set-Cookie: x',
  )
})

test('the status is that of the code', () => {
  assert.equal(new OAuthError('invalid_client', 'x').status, 401)
  assert.equal(new OAuthError('invalid_grant', 'x').status, 400)
  assert.equal(new OAuthError('insufficient_scope', 'x').status, 403)
})

test('the cause is kept apart from the message', () => {
  const error = new OAuthError('server_error', 'something went wrong', new Error('disk full'))
  assert.equal(error.message, 'something went wrong')
  assert.match(String(error.cause), /disk full/)
})

// Where each code is defined. RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 7591 §3.2.2, RFC 8707 §2, RFC 9470 §3.
for (const [code, { spec }] of Object.entries(oauthErrors)) {
  test(`${code} names the section that defines it`, () => {
    assert.match(spec, /^(RFC \d{4}|OIDC Core|CIBA Core|OIDC unmet_authentication_requirements) §[\d.]*\d$/)
  })
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkCodeChallenge, checkPkce } from './pkce.ts'

// RFC 7636 §B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const request = { name: 'OAuthError', code: 'invalid_request' }
const grant = { name: 'OAuthError', code: 'invalid_grant' }

describe('the code_challenge of an authorization request', () => {
  test('RFC 7636 §4.2 is kept as it came', () => {
    assert.equal(checkCodeChallenge(challenge, 'S256', true), challenge)
    assert.equal(checkCodeChallenge(challenge, 'S256', false), challenge)
  })
  test('RFC 9700 §2.1.1 AZ-17 is refused when it is missing, unless it is not required', () => {
    assert.throws(() => checkCodeChallenge(undefined, undefined, true), request)
    assert.equal(checkCodeChallenge(undefined, undefined, false), undefined)
  })
  test('RFC 7636 §4.3 AZ-18 is S256 and never plain, which is what no method would mean', () => {
    for (const method of ['plain', 'PLAIN', 's256', 'S512', undefined]) {
      assert.throws(() => checkCodeChallenge(challenge, method, true), request, String(method))
    }
    assert.throws(() => checkCodeChallenge(undefined, 'S256', false), request)
  })
  const refused: [what: string, challenge: string][] = [
    ['42 characters', challenge.slice(1)],
    ['44 characters', `${challenge}A`],
    ['129 characters', 'a'.repeat(129)],
    ['padding', `${challenge}=`],
    ['a plus sign', challenge.replace('-', '+')],
    ['a NUL', `${challenge.slice(1)}\0`],
    ['a last character no digest ends in', challenge.replace(/M$/, 'N')],
  ]
  for (const [what, text] of refused) {
    test(`AZ-20 with ${what} is refused`, () => {
      assert.throws(() => checkCodeChallenge(text, 'S256', true), request)
    })
  }
})

describe('RFC 7636 §4.6: the code_verifier of a token request', () => {
  test('fits the code_challenge that was made from it', () => checkPkce(challenge, verifier))
  test('is absent when there was no code_challenge', () => checkPkce(undefined, undefined))
  test('RFC 9700 §4.8.2 AZ-21 is refused where there was no code_challenge', () => {
    assert.throws(() => checkPkce(undefined, verifier), grant)
  })
  const refused: [what: string, verifier: string | undefined][] = [
    ['nothing', undefined],
    ['another one', 'e'.repeat(43)],
    ['42 characters (RFC 7636 §4.1)', 'e'.repeat(42)],
    ['129 characters (RFC 7636 §4.1)', 'e'.repeat(129)],
    ['a character that is not unreserved', `${verifier}+`],
    ['a line feed at the end', `${verifier}\n`],
    ['the challenge itself', challenge],
  ]
  for (const [what, text] of refused) {
    test(`TK-05 ${what} is refused`, () => assert.throws(() => checkPkce(challenge, text), grant))
  }
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OAuthError } from '../errors.ts'
import { fragmentRedirect } from './authorization-redirect.ts'
import { parseResponseMode, responseModeOf, responseModes } from './response-mode.ts'
import { responseClaims } from './response-jwt.ts'

const asking = (mode: string) => new URLSearchParams({ response_mode: mode })

describe('response_mode', () => {
  test('is query unless the request says otherwise', () => {
    assert.equal(parseResponseMode(new URLSearchParams(), ['query']), 'query')
    assert.equal(parseResponseMode(asking(''), ['query']), 'query')
  })
  for (const mode of responseModes) {
    test(`${mode} is for clients that registered it (AZ-15)`, () => {
      assert.equal(parseResponseMode(asking(mode), ['query', mode]), mode)
      const others = responseModes.filter((other) => other !== mode)
      assert.throws(
        () => parseResponseMode(asking(mode), others),
        (error) => error instanceof OAuthError && error.code === 'invalid_request',
      )
      assert.equal(responseModeOf(asking(mode), ['query']), 'query')
      assert.equal(responseModeOf(asking(mode), [mode]), mode)
    })
  }
  test('JARM §2.3.4: jwt is query.jwt for a code', () => {
    assert.equal(parseResponseMode(asking('jwt'), ['query.jwt']), 'query.jwt')
  })
  test('an error about a request that asks for none it may have goes by one that it may', () => {
    for (const [allowed, mode] of [
      [['query'], 'query'],
      [['form_post', 'query'], 'query'],
      [['query.jwt', 'form_post.jwt'], 'query.jwt'],
    ] as const)
      for (const params of [asking('fragment'), new URLSearchParams()])
        assert.equal(responseModeOf(params, allowed), mode)
  })
  test('of another name, or given twice, is refused', () => {
    for (const params of [
      asking('web_message'),
      asking('QUERY'),
      new URLSearchParams('response_mode=query&response_mode=query'),
    ]) {
      assert.throws(() => parseResponseMode(params, responseModes), OAuthError)
      assert.equal(responseModeOf(params, responseModes), 'query')
    }
  })
})

test('RFC 6749 §3.1.2: an answer in the fragment follows the redirect URI as it is', () => {
  assert.equal(
    fragmentRedirect('https://app.example/cb?a=1', {
      code: 'x y',
      state: undefined,
      iss: 'https://id.example',
    }),
    'https://app.example/cb?a=1#code=x%20y&iss=https%3A%2F%2Fid.example',
  )
})

test('JARM §2.1: a signed answer names who it is from and for, and ends soon', () => {
  const parties = { issuer: 'https://id.example', client_id: 'cli_1' }
  assert.deepEqual(responseClaims({ code: 'x', state: undefined }, parties, 1000), {
    code: 'x',
    iss: 'https://id.example',
    aud: 'cli_1',
    exp: 1600,
  })
  const forged = responseClaims({ iss: 'https://evil.example', aud: 'cli_2', exp: '1' }, parties, 1000)
  assert.deepEqual(forged, { iss: 'https://id.example', aud: 'cli_1', exp: 1600 })
})

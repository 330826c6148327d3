import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks } from '@warder/protocol'
import { rotateKeys } from '../../../../packages/warder/src/signing-keys/rotate.ts'
import { startSuite, type Suite } from '../support/suite.ts'

describe('oidcc-config-certification-test-plan', () => {
  let suite: Suite
  before(async () => void (suite = await startSuite()))
  after(() => suite.stop())

  const keySet = async () => {
    const answer = await suite.get(String(suite.metadata['jwks_uri']))
    assert.equal(answer.status, 200)
    return (await answer.json()) as { keys: Record<string, string>[] }
  }

  test('oidcc-discovery-endpoint-verification: what a server must and should say of itself', () => {
    const { metadata } = suite
    const list = (name: string) => {
      const value = metadata[name]
      assert.ok(Array.isArray(value) && value.length > 0, name)
      return value as string[]
    }
    assert.ok(list('response_types_supported').includes('code'))
    assert.equal(new URL(metadata.issuer).origin, metadata.issuer)
    assert.deepEqual(list('subject_types_supported'), ['public', 'pairwise'])
    assert.ok(list('id_token_signing_alg_values_supported').includes('RS256'))
    assert.ok(list('userinfo_signing_alg_values_supported').includes('RS256'))
    assert.ok(list('request_object_signing_alg_values_supported').includes('RS256'))
    assert.ok(list('grant_types_supported').includes('authorization_code'))
    assert.ok(list('scopes_supported').includes('openid'))
    for (const scope of list('scopes_supported')) assert.match(scope, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
    for (const tag of list('ui_locales_supported')) assert.equal(new Intl.Locale(tag).toString(), tag)
    assert.ok(list('claims_supported').includes('sub'))
    assert.ok(list('code_challenge_methods_supported').includes('S256'))
    assert.deepEqual(
      [
        metadata['request_parameter_supported'],
        metadata['request_uri_parameter_supported'],
        metadata['claims_parameter_supported'],
      ],
      [true, false, true],
    )
    const required = ['authorization', 'token', 'userinfo', 'registration']
    for (const name of required) assert.ok(metadata[`${name}_endpoint`], name)
    for (const [name, value] of Object.entries(metadata)) {
      if (/_endpoint$|_uri$/.test(name)) assert.match(String(value), /^https:\/\//, name)
    }
  })

  test('oidcc-discovery-endpoint-verification: the keys are public, each with a kid of its own, one of each algorithm', async () => {
    // What is made behind the first requests is there soon.
    for (const alg of suite.metadata['id_token_signing_alg_values_supported'] as 'RS256'[])
      await suite.warder.app.keys.signer(suite.warder.operator.tenant.id, alg)
    const { keys } = await keySet()
    assert.equal(importJwks({ keys }).length, keys.length)
    assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
    const hidden = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']
    for (const key of keys) for (const member of hidden) assert.ok(!(member in key), member)
    assert.deepEqual(
      keys.map(({ alg = '' }) => alg).toSorted(),
      (suite.metadata['id_token_signing_alg_values_supported'] as string[]).toSorted(),
    )
  })

  test('oidcc-server-rotate-keys: a new key is there, and the old one still', async () => {
    const before = await keySet()
    await rotateKeys(suite.warder.app, { tenant_id: suite.warder.operator.tenant.id })
    const after = await keySet()
    const kids = after.keys.map(({ kid }) => kid)
    for (const { kid } of before.keys) assert.ok(kids.includes(kid))
    assert.equal(kids.length, 2 * before.keys.length)
  })

  test('the dynamic plan wants response types and a grant that OAuth 2.1 does not have: they are not offered', () => {
    // `OIDCCCheckDiscEndpointResponseTypesSupportedDynamic` and `OIDCCCheckDiscEndpointGrantTypesSupportedDynamic`.
    assert.deepEqual(suite.metadata['response_types_supported'], ['code'])
    assert.ok(!(suite.metadata['grant_types_supported'] as string[]).includes('implicit'))
  })
})

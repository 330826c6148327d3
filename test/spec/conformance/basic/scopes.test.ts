import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { register, type Application } from '../support/application.ts'
import { checkUserInfo, run } from '../support/checks.ts'
import { startSuite, type Suite } from '../support/suite.ts'

/** `AbstractVerifyScopesReturnedInClaims`: what is missing of these is a warning. */
const claimsOfScope: Record<string, string[]> = {
  openid: ['sub'],
  profile: [
    ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
    ...['picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
}

describe('oidcc-basic-certification-test-plan: scopes and claims', () => {
  let suite: Suite
  let application: Application
  before(async () => {
    suite = await startSuite()
    application = await register(suite)
  })
  after(() => suite.stop())

  const opened = async (scope: string) => {
    const { tokens, claims } = await run(suite, application, { scope })
    return checkUserInfo(suite, tokens.access_token, claims)
  }

  // oxfmt-ignore
  const table: [module: string, scope: string][] = [
    ['oidcc-scope-profile',                       'openid profile'],
    ['oidcc-scope-email',                         'openid email'],
    ['oidcc-scope-address',                       'openid address'],
    ['oidcc-scope-phone',                         'openid phone'],
    ['oidcc-scope-all',                           'openid profile email address phone'],
    ['oidcc-ensure-other-scope-order-succeeds',   'email openid'],
  ]
  for (const [module, scope] of table) {
    test(`${module}: UserInfo has every claim of ${scope}, and no other`, async () => {
      const names = scope.split(' ')
      const supported = suite.metadata['scopes_supported'] as string[]
      assert.ok(names.every((name) => supported.includes(name)))
      const expected = names.flatMap((name) => claimsOfScope[name] ?? [])
      assert.deepEqual(Object.keys(await opened(scope)).toSorted(), expected.toSorted())
    })
  }

  test('oidcc-claims-essential: the name where it was asked for, and not in the ID token', async () => {
    assert.equal(suite.metadata['claims_parameter_supported'], true)
    const asked = JSON.stringify({ userinfo: { name: { essential: true } } })
    const { tokens, claims } = await run(suite, application, { claims: asked })
    const user = await checkUserInfo(suite, tokens.access_token, claims)
    assert.equal(user['name'], 'Ada Lovelace')
    assert.equal(claims['name'], undefined)
  })
})

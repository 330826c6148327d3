import assert from 'node:assert/strict'
import { before, describe, test, after } from 'node:test'
import { signJwt } from '@warder/protocol'
import { changeClient } from '../../../../packages/warder/src/oauth-server/registration/change.ts'
import type { ClientView, NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { setUserDisabled } from '../../../../packages/warder/src/users/manage.ts'
import { assertionOf, clientKey, type ClientKey } from '../../../support/oauth-clients/keys.ts'
import {
  basicOf,
  claimsOf,
  oauthWorld,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../../../support/oauth.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { json, origin, type TestWarder } from '../../../support/warder.ts'

const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const notes = 'https://notes.example'
const key = clientKey('ES256')

let counter = 0

/** A program with a key of its own that Ada lets act while she is away. */
function actions(world: OAuthWorld) {
  const { warder } = world
  const assertion = (claims: Record<string, unknown>, by: ClientKey = key, typ = 'JWT') =>
    signJwt(by, typ, {
      aud: origin,
      iat: warder.clock.now,
      exp: warder.clock.now + 300,
      jti: `assertion ${++counter}`,
      ...claims,
    })
  return {
    assertion,
    client: (change: Partial<NewClient> = {}) =>
      world.client({
        name: 'Robot',
        grant_types: ['authorization_code', 'refresh_token', grant_type],
        scope: 'openid read write offline_access',
        resources: [notes],
        jwks: { keys: [key.jwk] },
        ...change,
      }),
    ask: (client: ClientView, text: string, fields: Record<string, string> = {}) =>
      warder.form('/oauth/token', { grant_type, assertion: text, ...fields }, basicOf(client)),
    refused: async (code: string, asked: Promise<Response>) => {
      const response = await asked
      assert.deepEqual([(await json(response))['error'], response.status], [code, 400])
    },
    active: async (client: ClientView, token: string) =>
      (await json(await warder.form('/oauth/introspect', { token }, basicOf(client))))['active'],
  }
}

describe('TK-31 assertions as grants (RFC 7523 §2.1)', () => {
  let world: OAuthWorld
  let warder: TestWarder
  let act: ReturnType<typeof actions>
  let robot: ClientView
  let ada: string

  before(async () => {
    world = await startOAuth()
    warder = world.warder
    act = actions(world)
    robot = await act.client()
    const { access_token } = await world.tokens(robot, 'openid read offline_access')
    ada = String(claimsOf(access_token)['sub'])
  })
  after(() => warder.close())

  const sound = (client = robot) => ({ iss: client.client_id, sub: ada })

  test('a client that she lets act while she is away gets what she allowed it, without her', async () => {
    const response = await act.ask(robot, act.assertion(sound()))
    const tokens = await json<Tokens>(response)
    assert.equal(response.status, 200)
    assert.deepEqual(
      [tokens.scope, tokens.refresh_token, tokens.id_token],
      ['openid read', undefined, undefined],
    )
    const claims = claimsOf(tokens.access_token)
    assert.deepEqual(
      [claims['sub'], claims['aud'], claims['sid'], claims['amr']],
      [ada, notes, undefined, undefined],
    )
    assert.equal(await act.active(robot, tokens.access_token), true)
    const narrow = await json<Tokens>(await act.ask(robot, act.assertion(sound()), { scope: 'read' }))
    assert.equal(narrow.scope, 'read')
  })

  test('for itself it gets what it may have of its own', async () => {
    const tokens = await json<Tokens>(
      await act.ask(robot, act.assertion({ iss: robot.client_id, sub: robot.client_id })),
    )
    assert.deepEqual([claimsOf(tokens.access_token)['sub'], tokens.scope], [robot.client_id, 'read write'])
  })

  // oxfmt-ignore
  const refused: [what: string, claims: Record<string, unknown>][] = [
    ['for another server',           { aud: 'https://other.example' }],
    ['of an issuer nobody knows',    { iss: 'https://evil.example' }],
    ['without exp',                  { exp: undefined }],
    ['that lives for a day',         { exp: 2_000_000_000 }],
    ['that has expired',             { exp: 1 }],
    ['without jti',                  { jti: undefined }],
    ['about nobody',                 { sub: 'usr_nobody' }],
    ['about her address',            { sub: 'ada@example.com' }],
  ]
  for (const [what, claims] of refused) {
    test(`one ${what} is refused`, () =>
      act.refused('invalid_grant', act.ask(robot, act.assertion({ ...sound(), ...claims }))))
  }

  test('by another key, or in the name of another client, it is refused', async () => {
    const other = clientKey('ES256', key.kid)
    const second = await act.client({ jwks: { keys: [other.jwk] } })
    await act.refused('invalid_grant', act.ask(robot, act.assertion(sound(), other)))
    await act.refused('invalid_grant', act.ask(second, act.assertion(sound())))
    await act.refused('invalid_grant', act.ask(second, act.assertion(sound(second), other)))
  })

  test('it is used once, and what authenticated a client is no grant', async () => {
    const once = act.assertion(sound())
    assert.equal((await act.ask(robot, once)).status, 200)
    await act.refused('invalid_grant', act.ask(robot, once))
    const keyed = await act.client({ token_endpoint_auth_method: 'private_key_jwt' })
    const fields = assertionOf(key, keyed.client_id, { aud: origin, now: warder.clock.now })
    const asked = warder.form('/oauth/token', {
      grant_type,
      assertion: fields['client_assertion'] ?? '',
      ...fields,
    })
    await act.refused('invalid_grant', asked)
  })

  test('what she did not allow it does not get: other scopes, other places, and nothing without leave to act when she is away', async () => {
    await act.refused('invalid_scope', act.ask(robot, act.assertion(sound()), { scope: 'read write' }))
    await act.refused(
      'invalid_target',
      act.ask(robot, act.assertion(sound()), { resource: 'https://other.example' }),
    )
    const present = await act.client()
    await world.tokens(present, 'openid read')
    await act.refused('invalid_grant', act.ask(present, act.assertion(sound(present))))
  })

  test('RFC 8707 §2 what she allowed at one place it gets at that place alone', async () => {
    const files = 'https://files.example'
    const both = await act.client({ resources: [notes, files] })
    await world.code(both, { scope: 'openid read offline_access', resource: notes })
    await world.code(both, { scope: 'write offline_access', resource: files })
    const ask = (fields: Record<string, string>) => act.ask(both, act.assertion(sound(both)), fields)
    const scopeAt = async (resource: string) => (await json<Tokens>(await ask({ resource }))).scope
    assert.deepEqual([await scopeAt(notes), await scopeAt(files)], ['openid read', 'write'])
    await act.refused('invalid_scope', ask({ resource: files, scope: 'read' }))
    await act.refused('invalid_scope', ask({}))
  })

  test('RFC 6749 §3.3 and RFC 8707 §2 of what the client lost it gets nothing more', async () => {
    const less = await act.client()
    await world.tokens(less, 'openid read offline_access')
    const become = (change: Parameters<typeof changeClient>[2]) =>
      changeClient(warder.operator, less.client_id, change)
    const ask = () => act.ask(less, act.assertion(sound(less)))
    await become({ scope: 'openid write offline_access' })
    assert.equal((await json<Tokens>(await ask())).scope, 'openid')
    await become({ resources: ['https://other.example'] })
    await act.refused('invalid_grant', ask())
  })

  test('an operator’s own application, which asks nobody, was allowed nothing', async () => {
    const own = await act.client({ skip_consent: true })
    await world.tokens(own, 'openid read offline_access')
    await act.refused('invalid_grant', act.ask(own, act.assertion(sound(own))))
  })
})

describe('TK-31 an issuer that the operator trusts', () => {
  const issuer = 'https://idp.example'
  const theirs = clientKey('RS256')
  let world: OAuthWorld
  let act: ReturnType<typeof actions>
  let robot: ClientView
  let ada: string

  before(async () => {
    world = await startOAuth({ 'assertions.issuers': `${issuer}=${issuer}/jwks` })
    const { oauth } = world.warder.app
    const own = oauth.client_keys
    const { importJwks } = await import('@warder/protocol')
    // What stands at the address is not what is tested here.
    oauth.client_keys = {
      of: (client, kid, now) =>
        client.jwks_uri === `${issuer}/jwks`
          ? Promise.resolve(importJwks({ keys: [theirs.jwk] }))
          : own.of(client, kid, now),
    }
    act = actions(world)
    robot = await act.client()
    ada = String(claimsOf((await world.tokens(robot, 'openid read offline_access')).access_token)['sub'])
  })
  after(() => world.warder.close())

  test('speaks for people who allowed it to the client, and for no program', async () => {
    assert.equal((await act.ask(robot, act.assertion({ iss: issuer, sub: ada }, theirs))).status, 200)
    await act.refused(
      'invalid_grant',
      act.ask(robot, act.assertion({ iss: issuer, sub: robot.client_id }, theirs)),
    )
    await act.refused('invalid_grant', act.ask(robot, act.assertion({ iss: `${issuer}/`, sub: ada }, theirs)))
    await act.refused(
      'invalid_grant',
      act.ask(robot, act.assertion({ iss: robot.client_id, sub: ada }, theirs)),
    )
    const other = await act.client({ redirect_uris: [redirect_uri] })
    await act.refused('invalid_grant', act.ask(other, act.assertion({ iss: issuer, sub: ada }, theirs)))
  })
})

onEveryDatabase('AG-07 what a program was allowed and is not any more', (warder) => {
  let world: OAuthWorld
  let act: ReturnType<typeof actions>
  let robot: ClientView
  let ada: string
  const ask = () => act.ask(robot, act.assertion({ iss: robot.client_id, sub: ada }))

  before(async () => {
    await warder.user()
    world = oauthWorld(warder)
    act = actions(world)
    robot = await act.client()
  })

  const allow = async () => {
    const browser = await world.signedIn()
    const { access_token } = await world.tokens(robot, 'openid read offline_access', browser)
    ada = String(claimsOf(access_token)['sub'])
    return browser
  }

  test('she takes it back: its tokens are dead, and it gets no other', async () => {
    const browser = await allow()
    const { access_token } = await json<Tokens>(await ask())
    assert.equal(await act.active(robot, access_token), true)
    const path = '/account/applications'
    await browser.submit(await browser.open(path), `/account/grants/${robot.client_id}/withdraw`, {})
    assert.equal(await act.active(robot, access_token), false)
    await act.refused('invalid_grant', ask())
  })

  test('AG-05 she is disabled', async () => {
    await allow()
    assert.equal((await ask()).status, 200)
    await setUserDisabled(warder.operator, ada, true)
    await act.refused('invalid_grant', ask())
    await setUserDisabled(warder.operator, ada, false)
  })

  test('CA-04 of twenty who come with one assertion, one gets a token', async () => {
    await allow()
    const once = act.assertion({ iss: robot.client_id, sub: ada })
    const answers = await Promise.all(Array.from({ length: 20 }, () => act.ask(robot, once)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('while she takes it back, nothing is left over', async () => {
    const browser = await allow()
    const page = await browser.open('/account/applications')
    const asked = Array.from({ length: 10 }, () => ask())
    const taken = browser.submit(page, `/account/grants/${robot.client_id}/withdraw`, {})
    const answers = await Promise.all(asked)
    await taken
    for (const response of answers.filter(({ status }) => status === 200))
      assert.equal(await act.active(robot, (await json<Tokens>(response)).access_token), false)
  })
})

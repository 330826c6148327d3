import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { findClient } from '../../../../packages/warder/src/oauth-server/clients/client.ts'
import type { ClientView, NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../../packages/warder/src/users/manage.ts'
import type { Browser } from '../../../support/cookies.ts'
import { clientKey, proofOf } from '../../../support/oauth-clients/keys.ts'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../../support/oauth.ts'
import { goodPassword, json, origin, type TestWarder } from '../../../support/warder.ts'
import { accessToken, bills, grant_type, idToken, orders, shop, stock, type Exchanged } from './shop.ts'

describe('TK-23 token exchange (RFC 8693)', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let act: ReturnType<typeof shop>
  let web: ClientView
  let api: ClientView
  let ada: Browser
  let token: string
  let tokens: Tokens

  before(async () => {
    world = await startOAuth()
    warder = world.warder
    act = shop(world)
    web = await world.client({
      scope: 'openid read write offline_access',
      resources: [orders, stock],
      skip_consent: true,
    })
    api = await act.api()
    ada = await world.signedIn()
    tokens = await world.tokens(web, 'openid read write', ada)
    token = tokens.access_token
  })
  after(() => warder.close())

  test('RFC 8693 §2.2.1 an API gets a token for the next one: in her name, saying who acts, and no refresh token', async () => {
    const answer = await act.exchanged(api, token, { audience: bills, scope: 'read' })
    assert.deepEqual(
      [answer.issued_token_type, answer.token_type, answer.scope, answer.refresh_token, answer.id_token],
      [accessToken, 'Bearer', 'read', undefined, undefined],
    )
    const claims = claimsOf(answer.access_token)
    const before = claimsOf(token)
    assert.deepEqual(
      [claims['sub'], claims['aud'], claims['client_id']],
      [before['sub'], bills, api.client_id],
    )
    assert.deepEqual(claims['act'], { sub: api.client_id })
    assert.deepEqual(
      [claims['sid'], claims['amr'], claims['acr']],
      [before['sid'], before['amr'], before['acr']],
    )
    assert.ok(Number(claims['exp']) <= Number(before['exp']))
    assert.equal(await act.active(api, answer.access_token), true)
  })

  test('without an audience it is for where the first one is for, and without a scope all that both may have', async () => {
    const answer = await act.exchanged(api, token)
    const claims = claimsOf(answer.access_token)
    assert.deepEqual([claims['aud'], answer.scope], [claimsOf(token)['aud'], 'read write'])
  })

  test('RFC 8693 §1.1 nobody gets a token in which it is not said that they act', async () => {
    const own = await world.client({
      grant_types: ['authorization_code', grant_type],
      scope: 'openid read',
      skip_consent: true,
    })
    const { access_token } = await world.tokens(own, 'openid read', ada)
    const answer = await act.exchanged(own, access_token)
    assert.deepEqual(claimsOf(answer.access_token)['act'], { sub: own.client_id })
  })

  test('it never outlives the token that it was exchanged for', async () => {
    const late = await world.tokens(web, 'openid read', ada)
    const { exp } = claimsOf(late.access_token)
    warder.clock.now = Number(exp) - 5
    const fresh = await json<Exchanged>(await act.exchange(api, late.access_token))
    assert.deepEqual([fresh.expires_in, claimsOf(fresh.access_token)['exp']], [5, exp])
    warder.clock.now = Number(exp)
    await act.refused('invalid_request', api, late.access_token)
    tokens = await world.tokens(web, 'openid read write', await world.signedIn())
    token = tokens.access_token
    api = await act.api()
  })

  test('an ID token is worth what was allowed to its client, while its session lasts', async () => {
    const own = await world.client({
      grant_types: ['authorization_code', grant_type],
      scope: 'openid read write',
      resources: [orders],
    })
    const browser = await world.signedIn()
    const given = await world.tokens(own, 'openid read', browser)
    const as = { subject_token_type: idToken }
    const answer = await act.exchanged(own, given.id_token ?? '', as)
    assert.deepEqual([answer.scope, claimsOf(answer.access_token)['aud']], ['openid read', orders])
    await act.refused('invalid_request', own, given.id_token ?? '', { ...as, scope: 'write' })
    await act.refused('invalid_request', own, given.access_token, as)
    await act.refused('invalid_request', own, tokens.id_token ?? '', as)
    await browser.submit(await browser.open('/logout'), '/logout', {})
    await act.refused('invalid_request', own, given.id_token ?? '', as)
  })

  test('RFC 8707 §2 at each place an ID token is worth what was allowed there', async () => {
    const own = await world.client({
      grant_types: ['authorization_code', grant_type],
      scope: 'openid read write',
      resources: [orders, stock],
    })
    const browser = await world.signedIn()
    const code = await world.code(own, { scope: 'openid read', resource: orders }, browser)
    const { id_token = '' } = await json<Tokens>(await world.redeem(own, code))
    await world.code(own, { scope: 'write', resource: stock }, browser)
    const as = { subject_token_type: idToken }
    const scopeAt = async (resource: string) =>
      (await act.exchanged(own, id_token, { ...as, resource })).scope
    assert.deepEqual([await scopeAt(orders), await scopeAt(stock)], ['openid read', 'write'])
    await act.refused('invalid_request', own, id_token, { ...as, resource: stock, scope: 'read' })
    await act.refused('invalid_request', own, id_token, as)
  })

  test('RFC 8693 §4.1 a chain says everybody in it, and is as long as the setting and no longer', async () => {
    let last = token
    const names: string[] = []
    for (let i = 0; i < 4; i++) {
      const next = await act.api({ token_exchange: { audiences: [bills] } })
      const answer = await act.exchanged(next, last)
      names.unshift(next.client_id)
      last = answer.access_token
    }
    const chain: unknown[] = []
    for (let one = claimsOf(last)['act'] as { sub: string; act?: never } | undefined; one; one = one.act)
      chain.push(one.sub)
    assert.deepEqual(chain, names)
    await act.refused('invalid_request', await act.api(), last)
  })

  test('RFC 8693 §4.4 who is named in may_act may act, and nobody else', async () => {
    const other = await act.api()
    const signer = await warder.app.keys.signer(warder.operator.tenant.id, 'ES256')
    const named = signJwt(signer, 'at+jwt', {
      ...claimsOf(token),
      jti: 'named',
      may_act: { sub: api.client_id },
    })
    assert.equal((await act.exchange(api, named)).status, 200)
    await act.refused('invalid_request', other, named)
  })

  test('an actor proves who it is: a token of its own, and not one of somebody else', async () => {
    const other = await act.api()
    const ownToken = async (client: ClientView) =>
      (await json<Tokens>(await world.token(client, { grant_type: 'client_credentials', resource: orders })))
        .access_token
    const actor = { actor_token_type: accessToken }
    const answer = await act.exchanged(api, token, { ...actor, actor_token: await ownToken(api) })
    assert.deepEqual(claimsOf(answer.access_token)['act'], { sub: api.client_id })
    await act.refused('invalid_request', api, token, { ...actor, actor_token: await ownToken(other) })
    await act.refused('invalid_request', api, token, { ...actor, actor_token: token })
    await act.refused('invalid_request', api, token, { ...actor, actor_token: answer.access_token })
    await act.refused('invalid_request', api, token, { actor_token: 'x', actor_token_type: idToken })
  })

  test('a person acts for another only where the token of that other names them', async () => {
    await createUser(warder.operator, { email: 'bob@example.com', full_name: 'Bob', password: goodPassword })
    const own = await world.client({
      grant_types: ['authorization_code', grant_type],
      scope: 'openid read',
      resources: [orders],
      skip_consent: true,
    })
    const bob = await world.tokens(own, 'openid read', await world.signedIn('bob@example.com'))
    const hers = (await world.tokens(own, 'openid read')).access_token
    const as = { actor_token: bob.access_token, actor_token_type: accessToken }
    await act.refused('invalid_request', own, hers, as)
    const signer = await warder.app.keys.signer(warder.operator.tenant.id, 'ES256')
    const { sub } = claimsOf(bob.access_token)
    const named = signJwt(signer, 'at+jwt', { ...claimsOf(hers), jti: 'bob', may_act: { sub } })
    const answer = await act.exchanged(own, named, as)
    assert.deepEqual(claimsOf(answer.access_token)['act'], { sub })
    await act.refused('invalid_request', own, named)
  })

  test('RFC 9449 §5 it is bound to the key that was proved, and a bound one needs its key', async () => {
    const key = clientKey('ES256')
    const proof = (by = key) =>
      proofOf(by, { method: 'POST', url: `${origin}/oauth/token`, now: warder.clock.now })
    const bound = await act.exchanged(api, token, { audience: bills }, proof())
    assert.deepEqual(
      [bound.token_type, claimsOf(bound.access_token)['cnf']],
      ['DPoP', { jkt: key.thumbprint }],
    )
    const again = await act.api({ resources: [bills] })
    await act.refused('invalid_request', again, bound.access_token)
    await act.refused('invalid_request', again, bound.access_token, {}, proof(clientKey('ES256')))
    assert.equal((await act.exchange(again, bound.access_token, {}, proof())).status, 200)
  })

  // oxfmt-ignore
  const table: [what: string, code: string, change: Record<string, string>, client?: Partial<NewClient>][] = [
    ['a wider scope',                              'invalid_request', { scope: 'read admin' }],
    ['a scope of the token that the client lacks', 'invalid_request', { scope: 'write' }, { scope: 'read' }],
    ['access while she is away',                   'invalid_request', { scope: 'offline_access' }, { scope: 'read offline_access' }],
    ['an audience that nobody allowed',            'invalid_target',  { audience: 'https://evil.example' }],
    ['an audience of another client',              'invalid_target',  { audience: bills }, { token_exchange: {} }],
    ['one audience too many',                      'invalid_target',  { audience: bills, resource: 'https://evil.example' }],
    ['a token that is for somebody else',          'invalid_request', {}, { resources: [bills] }],
    ['a refresh token in return',                  'invalid_request', { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }],
    ['something that is no token',                 'invalid_request', { subject_token: 'nothing' }],
    ['permissions finer than it has',              'invalid_authorization_details', { authorization_details: '[{"type":"payment"}]' }],
  ]
  for (const [what, code, change, client] of table) {
    test(`${what} is refused: ${code}`, async () =>
      act.refused(code, client ? await act.api(client) : api, token, change))
  }

  test('a program that acts for itself lends nobody’s name', async () => {
    const { access_token } = await json<Tokens>(
      await world.token(api, { grant_type: 'client_credentials', resource: orders }),
    )
    await act.refused('invalid_request', api, access_token)
  })

  test('the tokens of a client that the policy names may be exchanged, wherever they are for', async () => {
    const elsewhere = await world.client({ scope: 'openid read', resources: [stock], skip_consent: true })
    const { access_token } = await world.tokens(elsewhere, 'openid read', ada)
    await act.refused('invalid_request', api, access_token)
    const trusted = await act.api({ token_exchange: { subjects: [elsewhere.client_id] } })
    assert.equal((await act.exchange(trusted, access_token)).status, 200)
  })

  test('a token of another issuer, or one that is altered, is none', async () => {
    const signer = await warder.app.keys.signer(warder.operator.tenant.id, 'ES256')
    const claims = claimsOf(token)
    const foreign = signJwt(signer, 'at+jwt', { ...claims, iss: 'https://t2.example' })
    await act.refused('invalid_request', api, foreign)
    await act.refused('invalid_request', api, signJwt(signer, 'JWT', claims))
    await act.refused('invalid_request', api, `${token.slice(0, -4)}AAAA`)
  })

  test('CA-11 TK-08 only an operator gives the grant, and never to a public client', async () => {
    await assert.rejects(world.client({ type: 'public', grant_types: ['authorization_code', grant_type] }), {
      code: 'invalid_client_metadata',
    })
    await assert.rejects(world.client({ token_exchange: { audiences: [bills] } }), {
      code: 'invalid_client_metadata',
    })
    await act.refused('unauthorized_client', web, token)
  })

  test('the policy of a client is told again, and comes back from its row', async () => {
    const known = await findClient(warder.app, warder.operator.tenant.id, api.client_id)
    assert.deepEqual(known?.token_exchange, { subjects: [], audiences: [bills] })
    assert.deepEqual(api.token_exchange, { subjects: [], audiences: [bills] })
  })
})

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../../support/cookies.ts'
import {
  answered,
  basicOf,
  claimsOf,
  code_verifier,
  errorOf,
  oauthWorld,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../../support/oauth.ts'
import { clientKey, proofOf, type ClientKey } from '../../support/oauth-clients/keys.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json, origin, type TestWarder } from '../../support/warder.ts'

const key = clientKey('ES256')
const other = clientKey('ES256')
type Change = Parameters<typeof proofOf>[2]

/** What an application with a key does: to the token endpoint, and with a token. */
function actions(world: OAuthWorld) {
  const { warder } = world
  const made = (by: ClientKey, method: string, path: string, more: object = {}, change?: Change) =>
    proofOf(by, { method, url: origin + path, now: warder.clock.now, ...more }, change)
  const ask = (client: ClientView, fields: Record<string, string>, proof?: string) =>
    warder.form(
      '/oauth/token',
      { ...(client.client_secret === undefined && { client_id: client.client_id }), ...fields },
      { ...basicOf(client), ...(proof !== undefined && { dpop: proof }) },
    )
  const redeem = async (
    client: ClientView,
    browser: Browser,
    proof: string | undefined,
    change: Record<string, string> = {},
  ) => {
    const code = await world.code(client, { scope: 'openid offline_access', ...change }, browser)
    return ask(client, { grant_type: 'authorization_code', code, redirect_uri, code_verifier }, proof)
  }
  const userinfo = (scheme: string, access_token: string, proof?: string) =>
    warder.get('/oauth/userinfo', {
      authorization: `${scheme} ${access_token}`,
      ...(proof !== undefined && { dpop: proof }),
    })
  return {
    made,
    ask,
    redeem,
    userinfo,
    token: (by = key, change?: Change) => made(by, 'POST', '/oauth/token', {}, change),
  }
}

describe('tokens that are bound to a key (RFC 9449)', () => {
  let world: OAuthWorld
  let warder: TestWarder
  let act: ReturnType<typeof actions>
  let client: ClientView
  let spa: ClientView
  let ada: Browser
  let bound: Tokens
  before(async () => {
    world = await startOAuth()
    warder = world.warder
    act = actions(world)
    client = await world.client({ skip_consent: true })
    spa = await world.client({ type: 'public', skip_consent: true })
    ada = await world.signedIn()
    bound = await json<Tokens>(await act.redeem(client, ada, act.token()))
  })
  after(() => warder.close())

  const atUserinfo = (by = key, change?: Change) =>
    act.made(by, 'GET', '/oauth/userinfo', { access_token: bound.access_token }, change)

  test('RFC 9449 §5 and §6.1 a proof at the token endpoint binds the access token', () => {
    assert.equal(bound.token_type, 'DPoP')
    assert.deepEqual(claimsOf(bound.access_token)['cnf'], { jkt: key.thumbprint })
  })

  test('RFC 9449 §7.1 it works with a proof, by its own scheme, in header alone', async () => {
    assert.equal((await act.userinfo('DPoP', bound.access_token, atUserinfo())).status, 200)
    assert.equal((await act.userinfo('dpop', bound.access_token, atUserinfo())).status, 200)
  })

  const refused = async (response: Response, error: string) => {
    assert.deepEqual([response.status, await errorOf(response)], [401, error])
    return response.headers.get('www-authenticate') ?? ''
  }

  const byItsScheme =
    /^DPoP (?:realm="Warder", )?error="invalid_token", error_description="[^"]+", algs="ES256 /

  test('DP-03 it is refused as a bearer token, with a proof or without, in header and form', async () => {
    const form = await warder.form('/oauth/userinfo', { access_token: bound.access_token })
    for (const answer of [
      await act.userinfo('Bearer', bound.access_token),
      await act.userinfo('Bearer', bound.access_token, atUserinfo()),
      form,
    ])
      assert.match(await refused(answer, 'invalid_token'), byItsScheme)
  })

  test('RFC 9449 §7.1 whatever else is wrong with it, it is said by the scheme that it came by, and by Bearer to who used that', async () => {
    const token = `${bound.access_token.slice(0, -4)}AAAA`
    const proof = act.made(key, 'GET', '/oauth/userinfo', { access_token: token })
    assert.match(await refused(await act.userinfo('DPoP', token, proof), 'invalid_token'), byItsScheme)
    assert.match(
      await refused(await act.userinfo('Bearer', token), 'invalid_token'),
      /^Bearer .*error="invalid_token"/,
    )
  })

  test('RFC 9449 §7.1 a scope that is missing is told by the scheme that the token came by', async () => {
    const tokens = await json<Tokens>(await act.redeem(client, ada, act.token(), { scope: 'profile' }))
    const { access_token } = tokens
    const answer = await act.userinfo(
      'DPoP',
      access_token,
      act.made(key, 'GET', '/oauth/userinfo', { access_token }),
    )
    assert.deepEqual([answer.status, await errorOf(answer)], [403, 'insufficient_scope'])
    assert.match(
      answer.headers.get('www-authenticate') ?? '',
      /^DPoP realm="Warder", error="insufficient_scope", error_description="[^"]+", algs="ES256 /,
    )
  })

  test('a token that is bound to nothing is refused by the scheme for those that are', async () => {
    const plain = await world.tokens(client, 'openid', ada)
    const proof = act.made(key, 'GET', '/oauth/userinfo', { access_token: plain.access_token })
    const answer = await act.userinfo('DPoP', plain.access_token, proof)
    assert.match(await refused(answer, 'invalid_token'), byItsScheme)
  })

  test('DP-01 it is refused without a proof, and with one of another key', async () => {
    const challenge = await refused(await act.userinfo('DPoP', bound.access_token), 'invalid_dpop_proof')
    assert.match(challenge, /^DPoP error="invalid_dpop_proof", error_description="[^"]+", algs="ES256 /)
    const foreign = await act.userinfo('DPoP', bound.access_token, atUserinfo(other))
    assert.match(await refused(foreign, 'invalid_token'), byItsScheme)
  })

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  // oxfmt-ignore
  const wrong: [what: string, change: (now: number) => NonNullable<Change>][] = [
    ['no typ', () => ({ header: { typ: undefined } })], ['typ JWT', () => ({ header: { typ: 'JWT' } })],
    ['no alg', () => ({ header: { alg: undefined } })], ['alg none', () => ({ header: { alg: 'none' } })], ['another alg', () => ({ header: { alg: 'RS256' } })],
    ['no jwk', () => ({ header: { jwk: undefined } })], ['the jwk of another key', () => ({ header: { jwk: other.jwk } })],
    ['a private jwk', () => ({ header: { jwk: { ...key.privateKey.export({ format: 'jwk' }) } } })],
    ['no jti', () => ({ claims: { jti: undefined } })], ['no htm', () => ({ claims: { htm: undefined } })], ['another htm', () => ({ claims: { htm: 'POST' } })],
    ['no htu', () => ({ claims: { htu: undefined } })], ['another htu', () => ({ claims: { htu: `${origin}/oauth/token` } })],
    ['no iat', () => ({ claims: { iat: undefined } })], ['an iat of an hour ago', (now) => ({ claims: { iat: now - 3600 } })], ['an iat in an hour', (now) => ({ claims: { iat: now + 3600 } })],
    ['no ath', () => ({ claims: { ath: undefined } })], ['another ath', () => ({ claims: { ath: 'x' } })],
  ]
  for (const [what, change] of wrong) {
    test(`DP-01 a proof with ${what} is refused, and the right one afterwards is not`, async () => {
      await refused(
        await act.userinfo('DPoP', bound.access_token, atUserinfo(key, change(warder.clock.now))),
        'invalid_dpop_proof',
      )
      assert.equal((await act.userinfo('DPoP', bound.access_token, atUserinfo())).status, 200)
    })
  }

  test('DP-01 a proof with a broken signature, a shared secret for one, or sent twice is refused', async () => {
    const [header = '', payload = ''] = atUserinfo().split('.')
    const mac = `${part({ typ: 'dpop+jwt', alg: 'HS256', jwk: key.jwk })}.${payload}`
    const forged = `${mac}.${createHmac('sha256', JSON.stringify(key.jwk)).update(mac).digest('base64url')}`
    for (const proof of [`${header}.${payload}.AAAA`, forged, `${atUserinfo()}, ${atUserinfo()}`, 'x'])
      await refused(await act.userinfo('DPoP', bound.access_token, proof), 'invalid_dpop_proof')
  })

  test('DP-01 a proof works once, and one that was refused was not used up', async () => {
    const proof = atUserinfo()
    await refused(await act.userinfo('DPoP', 'no.token.at-all', proof), 'invalid_dpop_proof')
    assert.equal((await act.userinfo('DPoP', bound.access_token, proof)).status, 200)
    await refused(await act.userinfo('DPoP', bound.access_token, proof), 'invalid_dpop_proof')
  })

  test('DP-02 a query and a fragment in htu, a host in capitals, a usual port and clocks ten seconds apart are right', async () => {
    const { now } = warder.clock
    for (const claims of [
      { htu: `${origin}/oauth/userinfo?a=1#b` },
      { htu: 'https://ID.EXAMPLE/oauth/userinfo' },
      { htu: 'https://id.example:443/oauth/userinfo' },
      { iat: now - 10 },
      { iat: now + 10 },
      { extra: {} },
    ])
      assert.equal((await act.userinfo('DPoP', bound.access_token, atUserinfo(key, { claims }))).status, 200)
  })

  test('at the token endpoint a wrong proof is a 400, and the code is not used up by it', async () => {
    const code = await world.code(client, {}, ada)
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier }
    const bad = await act.ask(client, fields, act.token(key, { claims: { htm: 'GET' } }))
    assert.deepEqual([bad.status, await errorOf(bad)], [400, 'invalid_dpop_proof'])
    assert.equal((await act.ask(client, fields, act.token())).status, 200)
  })

  test('DP-07 RFC 9449 §10 a code that is for a key is not given for another, nor without one', async () => {
    for (const proof of [act.token(other), undefined]) {
      const answer = await act.redeem(client, ada, proof, { dpop_jkt: key.thumbprint })
      assert.deepEqual([answer.status, await errorOf(answer)], [400, 'invalid_grant'])
    }
    assert.equal((await act.redeem(client, ada, act.token(), { dpop_jkt: key.thumbprint })).status, 200)
    const odd = answered(await ada.open(world.address(client, { dpop_jkt: 'x' })))
    assert.equal(odd.get('error'), 'invalid_request')
  })

  test('RFC 9449 §10.1 a proof with a pushed request binds its code', async () => {
    const push = (proof: string, change: Record<string, string> = {}) => {
      const params = Object.fromEntries(new URLSearchParams(world.address(client, change).split('?')[1]))
      return warder.form('/oauth/par', params, { ...basicOf(client), dpop: proof })
    }
    const atPar = (by = key) => act.made(by, 'POST', '/oauth/par')
    assert.equal(await errorOf(await push(atPar(), { dpop_jkt: other.thumbprint })), 'invalid_request')
    assert.equal(await errorOf(await push(act.token())), 'invalid_dpop_proof')
    const { request_uri } = await json<{ request_uri: string }>(await push(atPar()))
    const path = `/oauth/authorize?${new URLSearchParams({ client_id: client.client_id, request_uri }).toString()}`
    const code = (await world.answer(ada, path)).get('code') ?? ''
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier }
    assert.equal(await errorOf(await act.ask(client, fields, act.token(other))), 'invalid_grant')
    assert.equal((await act.ask(client, fields, act.token())).status, 200)
  })

  test('RFC 9449 §5 a refresh token of a public client works with its key alone', async () => {
    const tokens = await json<Tokens>(await act.redeem(spa, ada, act.token()))
    const refresh = (refresh_token: string, proof?: string) =>
      act.ask(spa, { grant_type: 'refresh_token', refresh_token }, proof)
    for (const proof of [undefined, act.token(other)])
      assert.equal(await errorOf(await refresh(tokens.refresh_token ?? '', proof)), 'invalid_grant')
    const next = await json<Tokens>(await refresh(tokens.refresh_token ?? '', act.token()))
    assert.deepEqual([next.token_type, claimsOf(next.access_token)['cnf']], ['DPoP', { jkt: key.thumbprint }])
    assert.equal(await errorOf(await refresh(next.refresh_token ?? '', act.token(other))), 'invalid_grant')
    // A thief without the key does not even end the family.
    warder.clock.now += 20
    assert.equal(await errorOf(await refresh(tokens.refresh_token ?? '', act.token(other))), 'invalid_grant')
    assert.equal((await refresh(next.refresh_token ?? '', act.token())).status, 200)
  })

  test('a client that authenticates may change its key, and a repeat is for the key of the first', async () => {
    const first = await json<Tokens>(await act.redeem(client, ada, act.token()))
    const refresh = (refresh_token: string, proof?: string) =>
      act.ask(client, { grant_type: 'refresh_token', refresh_token }, proof)
    const second = await json<Tokens>(await refresh(first.refresh_token ?? '', act.token(other)))
    assert.deepEqual(claimsOf(second.access_token)['cnf'], { jkt: other.thumbprint })
    const repeated = await json<Tokens>(await refresh(first.refresh_token ?? '', act.token(other)))
    assert.equal(repeated.access_token, second.access_token)
    assert.equal(await errorOf(await refresh(first.refresh_token ?? '', act.token(key))), 'invalid_grant')
  })

  test('RFC 9449 §5.2 a client that must prove a key gets nothing without', async () => {
    const strict = await world.client({ skip_consent: true, dpop_bound_access_tokens: true })
    assert.equal(await errorOf(await act.redeem(strict, ada, undefined)), 'invalid_request')
    assert.equal((await act.redeem(strict, ada, act.token())).status, 200)
  })

  test('a program, introspection and discovery', async () => {
    const program = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
    const first = await json<Tokens>(
      await act.ask(program, { grant_type: 'client_credentials' }, act.token()),
    )
    const second = await json<Tokens>(
      await act.ask(program, { grant_type: 'client_credentials' }, act.token(other)),
    )
    const third = await json<Tokens>(await act.ask(program, { grant_type: 'client_credentials' }))
    assert.deepEqual([first.token_type, second.token_type, third.token_type], ['DPoP', 'DPoP', 'Bearer'])
    const cnf = [first, second, third].map(({ access_token }) => claimsOf(access_token)['cnf'])
    assert.deepEqual(cnf, [{ jkt: key.thumbprint }, { jkt: other.thumbprint }, undefined])
    const state = await json(
      await warder.form('/oauth/introspect', { token: first.access_token }, basicOf(program)),
    )
    assert.deepEqual([state['token_type'], state['cnf']], ['DPoP', { jkt: key.thumbprint }])
    const document = await json(await warder.get('/.well-known/openid-configuration'))
    assert.deepEqual(document['dpop_signing_alg_values_supported'], [
      'ES256',
      'ES384',
      'RS256',
      'PS256',
      'EdDSA',
      // RFC 9864 §2.2: what others sign may say it so.
      'Ed25519',
    ])
  })
})

describe('RFC 9449 §8 and §9 nonces of this server', () => {
  test('are asked for at both endpoints, given with every answer, the same for five minutes and good for as long again', async () => {
    const world = await startOAuth({ dpop_nonce: 'required', access_token_ttl: '1h' })
    const { warder } = world
    const act = actions(world)
    const client = await world.client({ skip_consent: true })
    const ada = await world.signedIn()
    const first = await act.redeem(client, ada, act.token())
    assert.deepEqual([first.status, await errorOf(first)], [400, 'use_dpop_nonce'])
    const nonce = first.headers.get('dpop-nonce') ?? ''
    assert.match(nonce, /^[\w.-]{40,}$/)
    const ok = await act.redeem(client, ada, act.token(key, { claims: { nonce } }))
    assert.equal(ok.status, 200)
    assert.equal(ok.headers.get('dpop-nonce'), nonce)
    const { access_token } = await json<Tokens>(ok)
    const at = (claims: Record<string, unknown> = {}) =>
      act.userinfo(
        'DPoP',
        access_token,
        act.made(key, 'GET', '/oauth/userinfo', { access_token }, { claims }),
      )
    const without = await at()
    assert.deepEqual([without.status, await errorOf(without)], [401, 'use_dpop_nonce'])
    assert.match(without.headers.get('www-authenticate') ?? '', /^DPoP error="use_dpop_nonce"/)
    assert.equal(without.headers.get('dpop-nonce'), nonce)
    assert.equal((await at({ nonce })).status, 200)
    assert.equal(await errorOf(await at({ nonce: `${nonce.slice(0, -1)}_` })), 'use_dpop_nonce')

    warder.clock.now += 300
    const next = (await at({ nonce })).headers.get('dpop-nonce')
    assert.notEqual(next, nonce)
    assert.equal((await at({ nonce: next })).status, 200)
    warder.clock.now += 300
    assert.equal((await at({ nonce: next })).status, 200)
    assert.equal(await errorOf(await at({ nonce })), 'use_dpop_nonce')
    await warder.close()
  })
})

onEveryDatabase('DP-04 a proof', (warder) => {
  test('is taken once, however many arrive at once, on whichever instance', async () => {
    await warder.user()
    const world = oauthWorld(warder)
    const act = actions(world)
    const program = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
    const proof = act.token()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => act.ask(program, { grant_type: 'client_credentials' }, proof)),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    warder.clock.now += 62
    assert.equal(
      await errorOf(await act.ask(program, { grant_type: 'client_credentials' }, proof)),
      'invalid_dpop_proof',
    )
  })
})

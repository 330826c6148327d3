import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { openApplicationSite, type ApplicationSite } from '../../spec/conformance/support/site.ts'
import { assertion_type, clientKey, type ClientKey } from '../../support/oauth-clients/keys.ts'
import {
  claimsOf,
  keeper,
  refusals,
  root,
  type Keeper,
  type Tokens,
} from '../../support/people/service-accounts.ts'
import { json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
const jwt = 'urn:ietf:params:oauth:token-type:jwt'
const subject = 'repo:acme/app:ref:refs/heads/main'
const document = '/.well-known/openid-configuration'

describe('workloads that another issuer vouches for', () => {
  let warder: TestWarder
  let site: ApplicationSite
  let ada: Keeper
  let id: string
  let key: ClientKey
  before(async () => {
    warder = await startWarder({ allow_networks: '127.0.0.0/8 ::1/128' })
    site = await openApplicationSite()
    site.serve(document, { issuer: site.origin, jwks_uri: `${site.origin}/jwks` })
    key = clientKey('RS256', 'one')
    site.serve('/jwks', { keys: [key.jwk] })
    ada = await keeper(warder)
    id = (await ada.account()).id
    await ada.trust(id, { issuer: site.origin, subject: 'repo:acme/*', claims: { ref: 'refs/heads/*' } })
  })
  after(async () => {
    await warder.close()
    await site.stop()
  })

  const fetched = (path: string) => site.received.filter((one) => one.path === path).length
  const said = (change: Record<string, unknown> = {}, by = key, typ = 'JWT') => {
    const now = warder.clock.now
    const claims = {
      iss: site.origin,
      aud: origin,
      sub: subject,
      ref: 'refs/heads/main',
      jti: randomUUID(),
      iat: now,
      exp: now + 300,
      ...change,
    }
    return signJwt(by, typ, claims)
  }
  const assertion = (client_assertion: string, client_id = id) =>
    warder.form('/oauth/token', {
      grant_type: 'client_credentials',
      client_id,
      client_assertion,
      client_assertion_type: assertion_type,
    })
  const exchanged = (subject_token: string, more: Record<string, string> = {}) =>
    warder.form('/oauth/token', {
      grant_type: exchange,
      client_id: id,
      subject_token,
      subject_token_type: jwt,
      ...more,
    })
  const refused = async (answer: Promise<Response>) => {
    const { status } = await answer
    assert.equal(status, 401)
    return (await refusals(warder, id)).at(-1)
  }

  test('get tokens of the account by client_assertion (RFC 7523 §2.2), which name the rule', async () => {
    const answer = await assertion(said())
    assert.equal(answer.status, 200, await answer.clone().text())
    const claims = claimsOf((await json<Tokens>(answer)).access_token)
    assert.deepEqual(
      [claims['sub'], claims['client_id'], claims['scope']],
      [id, id, 'reports:read reports:write'],
    )
    assert.match(String(claims['credential']), /^fed_/)
  })

  test('get the same by token exchange (RFC 8693 §2.1), with less scope where they ask for less', async () => {
    const answer = await exchanged(said(), { scope: 'reports:read' })
    assert.equal(answer.status, 200, await answer.clone().text())
    const body = await json<Tokens & { issued_token_type: string }>(answer)
    assert.equal(body.issued_token_type, 'urn:ietf:params:oauth:token-type:access_token')
    assert.equal(claimsOf(body.access_token)['scope'], 'reports:read')
    assert.equal((await exchanged(said(), { scope: 'users:write' })).status, 400)
    assert.equal(
      (await exchanged(said(), { subject_token_type: jwt.replace('jwt', 'access_token') })).status,
      400,
    )
    assert.equal((await exchanged(said(), { grant_type: 'client_credentials' })).status, 401)
  })

  // oxfmt-ignore
  const wrong: [what: string, change: (now: number) => Record<string, unknown>, why: string, typ?: string][] = [
    ['another subject',                () => ({ sub: 'repo:evil/app' }),                 'sub'],
    ['no subject',                     () => ({ sub: undefined }),                       'sub'],
    ['another branch',                 () => ({ ref: 'refs/pull/1/merge' }),             'ref'],
    ['a claim that is missing',        () => ({ ref: undefined }),                       'ref'],
    ['another audience',               () => ({ aud: 'https://other.example' }),         'audience'],
    ['no audience',                    () => ({ aud: undefined }),                       'audience'],
    ['an end that is past',            (now) => ({ iat: now - 600, exp: now - 60 }),     'expired'],
    ['no end',                         () => ({ exp: undefined }),                       'claims'],
    ['no beginning',                   () => ({ iat: undefined }),                       'claims'],
    ['a beginning to come',            (now) => ({ nbf: now + 600 }),                    'not_yet_valid'],
    ['a life of a day and more',       (now) => ({ exp: now + 87_001 }),                 'lives too long'],
    ['an issuer that no rule names',   () => ({ iss: 'https://evil.example' }),          'issuer'],
    ['the issuer with a slash',        () => ({ iss: 'https://localhost/' }),            'issuer'],
    ['the type of an access token',    () => ({}),                                       'typ', 'at+jwt'],
    ['the type of a logout token',     () => ({}),                                       'typ', 'logout+jwt'],
  ]
  for (const [what, change, why, typ] of wrong)
    test(`AG-01 a token with ${what} opens nothing`, async () => {
      const token = said(change(warder.clock.now), key, typ)
      assert.deepEqual(await refused(assertion(token)), {
        method: 'private_key_jwt',
        reason: 'workload',
        why,
      })
      assert.equal((await exchanged(token)).status, 401)
    })

  test('AG-01 another key, no algorithm and rubbish open nothing', async () => {
    const token = said()
    const [, payload = '', signature = ''] = token.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const other = said({}, clientKey('RS256', 'one'))
    for (const text of [
      other,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      'x',
      '..',
      'a.b.c',
      token.slice(0, -4),
    ])
      await refused(assertion(text))
  })

  test('AG-01 each token works once, also when twenty arrive at once, by whichever way', async () => {
    const token = said()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? assertion(token) : exchanged(token))),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const without = said({ jti: undefined })
    assert.equal((await assertion(without)).status, 200)
    assert.equal((await assertion(without)).status, 401, 'without an id it is known by itself')
    const why = (await refusals(warder, id)).at(-1)
    assert.equal(why?.['why'], 'used before')
  })

  test('a token that may be shown again may, where the rule says so', async () => {
    const account = await ada.account({ name: 'Kubernetes' })
    await ada.trust(account.id, {
      issuer: site.origin,
      subject: 'system:serviceaccount:shop:cart',
      single_use: false,
    })
    const token = said({ sub: 'system:serviceaccount:shop:cart' })
    for (let at = 0; at < 3; at++) assert.equal((await assertion(token, account.id)).status, 200)
  })

  test('AK-10 what opens one account opens no other', async () => {
    const other = await ada.account({ name: 'Other' })
    assert.equal((await assertion(said(), other.id)).status, 401)
    assert.equal((await assertion(said(), 'svc_nobody')).status, 401)
  })

  test('tokens of Azure, which live for a day and five minutes, are taken', async () => {
    assert.equal((await assertion(said({ exp: warder.clock.now + 86_700 }))).status, 200)
  })

  test('UP-24 keys that the issuer has just made are found, and those it gave up are not believed', async () => {
    warder.clock.now += 60
    const next = clientKey('ES256', 'two')
    site.serve('/jwks', { keys: [next.jwk] })
    assert.equal((await assertion(said({}, next))).status, 200)
    assert.equal((await assertion(said())).status, 401)
    site.serve('/jwks', { keys: [key.jwk, next.jwk] })
    warder.clock.now += 300
    assert.equal((await assertion(said())).status, 200)
  })

  test('JW-08 tokens that name keys nobody has ask the issuer once in a while, and strangers not at all', async () => {
    warder.clock.now += 60
    const unknown = clientKey('RS256', 'nobody')
    await assertion(said({}, unknown))
    const asked = [fetched(document), fetched('/jwks')]
    for (let at = 0; at < 10; at++) await assertion(said({}, clientKey('ES256', `key ${at}`)))
    assert.deepEqual([fetched(document), fetched('/jwks')], asked)
    const stranger = await openApplicationSite()
    await assertion(said({ iss: stranger.origin }))
    assert.equal(stranger.received.length, 0)
    await stranger.stop()
  })

  test('of fifty who arrive first one asks the issuer', async () => {
    const fresh = await openApplicationSite()
    fresh.serve(document, { issuer: fresh.origin, jwks_uri: `${fresh.origin}/jwks` })
    fresh.serve('/jwks', { keys: [key.jwk] })
    const account = await ada.account({ name: 'Crowd' })
    await ada.trust(account.id, { issuer: fresh.origin, subject })
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => assertion(said({ iss: fresh.origin }), account.id)),
    )
    assert.ok(answers.every(({ status }) => status === 200))
    assert.deepEqual(
      fresh.received.map(({ path }) => path),
      [document, '/jwks'],
    )
    await fresh.stop()
  })

  test('SS-01 an issuer that calls itself otherwise, answers elsewhere, or is in the house is not believed', async () => {
    const odd = await openApplicationSite()
    const account = await ada.account({ name: 'Odd' })
    await ada.trust(account.id, { issuer: odd.origin, subject })
    const documents = [
      { issuer: `${odd.origin}/`, jwks_uri: `${odd.origin}/jwks` },
      { issuer: odd.origin, jwks_uri: 'http://127.0.0.1:1/jwks' },
      { issuer: odd.origin, jwks_uri: 'http://169.254.169.254/' },
      { issuer: odd.origin },
      ['x'],
    ]
    for (const one of documents) {
      warder.clock.now += 3600
      odd.serve(document, one)
      odd.serve('/jwks', { keys: [key.jwk] })
      assert.equal((await assertion(said({ iss: odd.origin }), account.id)).status, 401, JSON.stringify(one))
    }
    await odd.stop()
    const closed = await startWarder()
    const bob = await keeper(closed)
    const other = await bob.account()
    await bob.trust(other.id, { issuer: site.origin, subject })
    const before = site.received.length
    const answer = await closed.form('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: other.id,
      client_assertion: said(),
      client_assertion_type: assertion_type,
    })
    assert.equal(answer.status, 401)
    assert.equal(site.received.length, before, 'a private address is not asked unless the operator allows it')
    await closed.close()
  })

  test('keys that are written down with the rule need no issuer that answers', async () => {
    const account = await ada.account({ name: 'Cluster' })
    const issuer = 'https://kubernetes.default.svc.cluster.local'
    await ada.trust(account.id, { issuer, subject, jwks: { keys: [key.jwk] } })
    assert.equal((await assertion(said({ iss: issuer }), account.id)).status, 200)
  })

  test('AK-07 a rule that is taken away ends the tokens that came of it, and leaves the others', async () => {
    const account = await ada.account({ name: 'Leaving' })
    const [one, two] = await Promise.all(
      ['repo:acme/one', 'repo:acme/two'].map((sub) =>
        ada.trust(account.id, { issuer: site.origin, subject: sub }),
      ),
    )
    assert.ok(one && two)
    const token = async (sub: string) =>
      (await json<Tokens>(await assertion(said({ sub }), account.id))).access_token
    const [first, second] = [await token('repo:acme/one'), await token('repo:acme/two')]
    const path = `${root}/${account.id}/federation`
    assert.equal((await ada.program.remove(`${path}/${one.id}`)).status, 204)
    assert.equal((await ada.program.remove(`${path}/${one.id}`)).status, 404)
    assert.equal((await assertion(said({ sub: 'repo:acme/one' }), account.id)).status, 401)
    const me = async (asked: string) => {
      const fields = { token: asked, client_id: account.id }
      const proof = {
        client_assertion: said({ sub: 'repo:acme/two' }),
        client_assertion_type: assertion_type,
      }
      return (await json(await warder.form('/oauth/introspect', { ...fields, ...proof })))['active']
    }
    assert.deepEqual([await me(first), await me(second)], [false, true])
    const { items } = await json<{ items: { id: string; last_used_at: string | null }[] }>(
      await ada.program.get(path),
    )
    assert.deepEqual(
      items.map((item) => [item.id, item.last_used_at !== null]),
      [[two.id, true]],
    )
  })
})

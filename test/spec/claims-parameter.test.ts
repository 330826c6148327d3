import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from '../support/cookies.ts'
import { answered, claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../support/oauth.ts'
import { json } from '../support/warder.ts'

describe('OIDC Core §5.5 claims asked for by name', () => {
  let world: OAuthWorld
  let ada: Browser
  before(async () => {
    world = await startOAuth()
    ada = await world.signedIn()
  })
  after(() => world.warder.close())

  const claims = (request: object) => ({ claims: JSON.stringify(request) })

  test('come in the ID token and from UserInfo, each where it was asked for, and again after a refresh', async () => {
    const client = await world.client({ skip_consent: true })
    const asked = { id_token: { email: null, picture: null }, userinfo: { name: { essential: true } } }
    const code = await world.code(client, { scope: 'openid offline_access', ...claims(asked) }, ada)
    const first = await json<Tokens>(await world.redeem(client, code))
    const second = await json<Tokens>(await world.refresh(client, first.refresh_token ?? ''))
    for (const { id_token = '', access_token, scope } of [first, second]) {
      const { email, name, picture } = claimsOf(id_token)
      assert.deepEqual([email, name, picture], ['ada@example.com', undefined, undefined])
      const user = await json(await world.userinfo(access_token))
      assert.deepEqual(Object.keys(user), ['sub', 'name'])
      assert.equal(user['name'], 'Ada Lovelace')
      assert.equal(scope, 'openid offline_access')
    }
  })

  test('never replace what the token says of itself', async () => {
    const client = await world.client({ skip_consent: true })
    const asked = {
      id_token: { iss: { value: 'https://evil.example' }, aud: null, exp: null, amr: null, sid: null },
    }
    const code = await world.code(client, claims(asked), ada)
    const { id_token = '' } = await json<Tokens>(await world.redeem(client, code))
    assert.equal(claimsOf(id_token)['iss'], 'https://id.example')
  })

  test('§5.4 need the consent of the scope that opens them', async () => {
    const client = await world.client()
    await world.code(client, {}, ada)
    assert.ok(answered(await ada.open(world.address(client))).get('code'), 'openid was allowed')
    const page = await ada.open(world.address(client, claims({ userinfo: { email: null } })))
    assert.ok(page.path.startsWith('/consent'))
    assert.match(page.html, /See your email address/)
    const back = answered(await ada.submit(page, '/consent', { decision: 'allow' }))
    assert.ok(back.get('code'))
    const again = await ada.open(world.address(client, claims({ userinfo: { email: null } })))
    assert.ok(answered(again).get('code'), 'and is not asked for again')
    const silent = await ada.open(
      world.address(client, { prompt: 'none', ...claims({ userinfo: { name: null } }) }),
    )
    assert.equal(answered(silent).get('error'), 'consent_required')
  })

  test('are for clients that may have that scope', async () => {
    const client = await world.client({ skip_consent: true, scope: 'openid' })
    const code = await world.code(
      client,
      claims({ userinfo: { email: null }, id_token: { email: null } }),
      ada,
    )
    const { id_token = '', access_token } = await json<Tokens>(await world.redeem(client, code))
    assert.equal(claimsOf(id_token)['email'], undefined)
    assert.deepEqual(Object.keys(await json(await world.userinfo(access_token))), ['sub'])
  })

  test('§5.5.1 a subject asked for by value is the only one that will do', async () => {
    await world.warder.user('bob@example.com')
    const client = await world.client({ skip_consent: true })
    const { id_token = '' } = await world.tokens(client, 'openid', ada)
    const asked = { prompt: 'none', ...claims({ id_token: { sub: { value: claimsOf(id_token)['sub'] } } }) }
    assert.ok(answered(await ada.open(world.address(client, asked))).get('code'))
    const bob = await world.signedIn('bob@example.com')
    assert.equal(answered(await bob.open(world.address(client, asked))).get('error'), 'login_required')
    const hinted = { ...asked, id_token_hint: (await world.tokens(client, 'openid', bob)).id_token ?? '' }
    assert.equal(answered(await bob.open(world.address(client, hinted))).get('error'), 'invalid_request')
  })

  test('are refused where they are no claims, and discovery says that they are read', async () => {
    const client = await world.client({ skip_consent: true })
    for (const text of ['x', '[]', '{"userinfo":1}', '{"id_token":{"email":true}}'])
      assert.equal(
        answered(await ada.open(world.address(client, { claims: text }))).get('error'),
        'invalid_request',
      )
    const document = await json(await world.warder.get('/.well-known/openid-configuration'))
    assert.equal(document['claims_parameter_supported'], true)
  })
})

describe('OIDC Core §3.1.2.1 how a person is asked', () => {
  // oxfmt-ignore
  const table: [what: string, change: Record<string, string>, leads: string][] = [
    ['nothing said', {}, 'code'], ['prompt none', { prompt: 'none' }, 'code'], ['prompt login', { prompt: 'login' }, '/login'],
    ['prompt consent', { prompt: 'consent' }, '/consent'], ['prompt select_account', { prompt: 'select_account' }, '/select-account'],
    ['prompt login consent', { prompt: 'login consent' }, '/login'], ['prompt consent login', { prompt: 'consent login' }, '/login'],
    ['prompt none login', { prompt: 'none login' }, 'invalid_request'], ['prompt none none', { prompt: 'none none' }, 'code'], ['prompt create', { prompt: 'create' }, 'invalid_request'],
    ['max_age that is not over', { max_age: '10000' }, 'code'], ['max_age 0', { max_age: '0' }, '/login'], ['max_age 0 and prompt none', { max_age: '0', prompt: 'none' }, 'login_required'],
    ['a locale we do not have', { ui_locales: 'tlh-Latn xx' }, 'code'], ['locales that are none', { ui_locales: '!!' }, 'code'], ['a login_hint', { login_hint: 'bob@example.com' }, 'code'],
    ['a hint that is none', { id_token_hint: 'x' }, 'invalid_request'],
  ]
  for (const [what, change, leads] of table) {
    test(`${what}: ${leads}`, async () => {
      const world = await startOAuth()
      const ada = await world.signedIn()
      const client = await world.client({ skip_consent: true })
      const { path } = await ada.open(world.address(client, change))
      const url = new URL(path, 'https://id.example')
      const led = path.startsWith('/')
        ? url.pathname
        : (url.searchParams.get('error') ?? [...url.searchParams.keys()][0])
      assert.equal(led, leads)
      await world.warder.close()
    })
  }
})

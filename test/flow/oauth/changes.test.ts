import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  changeClient,
  rotateClientSecret,
  setClientDisabled,
} from '../../../packages/warder/src/oauth-server/registration/change.ts'
import { allowAll, claimsOf, errorOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { json } from '../../support/warder.ts'

const shop = 'https://shop.example/cb'

describe('an application that is changed', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  const operator = () => world.warder.operator
  const change = (id: string, to: Parameters<typeof changeClient>[2]) => changeClient(operator(), id, to)

  test('is sent back to its new addresses and to no old one, and the rest stays', async () => {
    const client = await world.client({ scope: 'openid email', post_logout_redirect_uris: [shop] })
    const changed = await change(client.client_id, { name: 'Shop', redirect_uris: [shop] })
    assert.deepEqual(
      [changed.client_name, changed.redirect_uris, changed.scope, changed.post_logout_redirect_uris],
      ['Shop', [shop], 'openid email', [shop]],
    )
    const browser = await world.signedIn()
    assert.equal((await browser.open(world.address(client))).status, 400)
    const address = world.address(client, { redirect_uri: shop, scope: 'openid' })
    assert.match(
      (await allowAll(browser, await browser.open(address))).path,
      /^https:\/\/shop\.example\/cb\?code=/,
    )
  })

  test('asks for the scopes and the APIs that it has now', async () => {
    const client = await world.client({ name: 'Robot', type: 'machine', redirect_uris: [] })
    const api = 'https://api.example'
    await change(client.client_id, { scope: 'notes:read', resources: [api] })
    const ask = (scope: string) => world.token(client, { grant_type: 'client_credentials', scope })
    assert.equal((await ask('notes:read')).status, 200)
    assert.equal(await errorOf(await ask('notes:write')), 'invalid_scope')
  })

  test('RFC 6749 §6 and RFC 8707 §2.2 of what it lost its refresh tokens give nothing more', async () => {
    const [notes, files] = ['https://notes.example', 'https://files.example']
    const wide = { scope: 'openid email pay offline_access', resources: [notes, files] }
    const client = await world.client(wide)
    const claims = JSON.stringify({ id_token: { email: null } })
    const code = await world.code(client, { scope: wide.scope, resource: wide.resources, claims })
    const { refresh_token: first = '' } = await json<Tokens>(await world.redeem(client, code))
    const renew = async (token: string, fields: Record<string, string> = {}) =>
      json<Tokens & { error?: string }>(await world.refresh(client, token, fields))

    await change(client.client_id, { scope: 'openid offline_access', resources: [notes] })
    assert.equal((await renew(first, { scope: 'openid pay' })).error, 'invalid_scope')
    assert.equal((await renew(first, { resource: files })).error, 'invalid_target')
    const less = await renew(first)
    assert.deepEqual([less.scope, claimsOf(less.access_token)['aud']], ['openid offline_access', notes])
    assert.equal(claimsOf(less.id_token ?? '')['email'], undefined)

    await change(client.client_id, { scope: 'openid' })
    const away = await renew(less.refresh_token ?? '')
    assert.equal(away.error, 'invalid_grant', 'OIDC Core §11 nor may it go on while she is away')
    await change(client.client_id, { scope: 'openid offline_access', resources: ['https://other.example'] })
    assert.equal(
      (await renew(less.refresh_token ?? '')).error,
      'invalid_grant',
      'and no other API in its place',
    )
    await change(client.client_id, wide)
    assert.equal(
      (await renew(less.refresh_token ?? '')).scope,
      wide.scope,
      'what she allowed is not forgotten',
    )
  })

  const wrong: [string, Parameters<typeof changeClient>[2]][] = [
    ['no redirect URI', { redirect_uris: [] }],
    ['a redirect URI with a fragment', { redirect_uris: [`${shop}#x`] }],
    ['a resource that is none', { resources: ['notes'] }],
    ['a name that cannot be seen', { name: '\u202e' }],
  ]
  for (const [what, to] of wrong)
    test(`is not left with ${what}`, async () => {
      const { client_id } = await world.client()
      await assert.rejects(change(client_id, to), { name: 'OAuthError' })
    })

  test('OIDC Core §8.1 keeps its host while its people have names for it', async () => {
    const { client_id } = await world.client({ redirect_uris: [shop], subject_type: 'pairwise' })
    await change(client_id, { redirect_uris: ['https://shop.example/other'] })
    await assert.rejects(change(client_id, { redirect_uris: ['https://other.example/cb'] }), {
      name: 'OAuthError',
    })
  })

  test('has another secret at once, and keeps its tokens', async () => {
    const client = await world.client()
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    const rotated = await rotateClientSecret(operator(), client.client_id)
    assert.notEqual(rotated.client_secret, client.client_secret)
    assert.equal(await errorOf(await world.refresh(client, refresh_token)), 'invalid_client')
    assert.equal((await world.refresh(rotated, refresh_token)).status, 200)
    const { client_id } = await world.client({ type: 'public' })
    await assert.rejects(rotateClientSecret(operator(), client_id), { name: 'OAuthError' })
  })

  test('gets nothing while it is disabled, and none of its tokens comes back with it', async () => {
    const client = await world.client()
    const had = await world.tokens(client, 'openid offline_access')
    await setClientDisabled(operator(), client.client_id, true)
    assert.equal((await world.userinfo(had.access_token)).status, 401)
    assert.equal(await errorOf(await world.refresh(client, had.refresh_token ?? '')), 'invalid_client')
    const browser = await world.signedIn()
    assert.equal((await browser.open(world.address(client))).status, 400)

    world.warder.clock.now += 6
    await setClientDisabled(operator(), client.client_id, false)
    assert.equal((await world.userinfo(had.access_token)).status, 401)
    assert.equal(await errorOf(await world.refresh(client, had.refresh_token ?? '')), 'invalid_grant')
    const again = await world.tokens(client, 'openid')
    assert.equal((await world.userinfo(again.access_token)).status, 200)
    const feed = await json<{ items: { kind: string; not_before?: number }[] }>(
      await world.warder.get('/oauth/revocations'),
    )
    assert.ok(feed.items.some(({ kind, not_before }) => kind === 'client' && not_before !== undefined))
  })

  test('is written down, with what was changed', async () => {
    const { client_id } = await world.client()
    await change(client_id, { name: 'Shop', scope: 'openid' })
    await rotateClientSecret(operator(), client_id)
    await setClientDisabled(operator(), client_id, true)
    const rows = await world.warder.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('client_id', '=', client_id)
      .where('type', '=', 'client.updated')
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      rows.map(({ detail }) => JSON.parse(detail) as unknown),
      [{ changed: ['name', 'scope'] }, { changed: ['client_secret'] }, { changed: ['disabled'] }],
    )
  })

  test('is there: another id is unknown', async () => {
    for (const attempt of [
      () => change('cli_x', { name: 'Shop' }),
      () => rotateClientSecret(operator(), 'cli_x'),
      () => setClientDisabled(operator(), 'cli_x', true),
    ])
      await assert.rejects(attempt(), { code: 'not_found' })
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient, type ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { basicOf } from '../../support/oauth.ts'
import { makeKey, type Key } from '../../support/people/api-keys.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

type Answer = { active: boolean; [member: string]: unknown }

describe('asking about a key that was shown to another server', () => {
  let warder: TestWarder
  let api: ClientView
  let ada: Program
  let id: string
  before(async () => {
    warder = await startWarder({ 'api_keys.scopes': 'profile:read reports:read', 'limits.verifying': '60' })
    id = (await warder.user()).id
    ada = await program(warder, 'ada@example.com')
    api = await createClient(warder.operator, {
      name: 'Reports',
      type: 'confidential',
      redirect_uris: ['https://api.example/cb'],
    })
  })
  after(() => warder.close())

  const ask = (fields: Record<string, string>, headers: Record<string, string> = basicOf(api)) =>
    warder.form('/api/keys/verify', fields, headers)
  const answered = async (fields: Record<string, string>) => {
    const answer = await ask(fields)
    assert.equal(answer.status, 200)
    return json<Answer>(answer)
  }

  test('an application learns whose it is, what it may do, and how long', async () => {
    const { key, id: key_id } = await makeKey(warder, ada.headers(), {
      scopes: ['reports:read'],
      expires_in_days: 7,
      environment: 'test',
      name: 'Robot',
    })
    const expires_at = new Date((warder.clock.now + 7 * 86_400) * 1000).toISOString().replace('.000', '')
    assert.deepEqual(await answered({ key }), {
      active: true,
      id: key_id,
      name: 'Robot',
      owner: { type: 'person', id },
      tenant_id: 'ten_default',
      scopes: ['reports:read'],
      environment: 'test',
      expires_at,
      status: 'active',
      valid_until: expires_at,
    })
  })

  test('AK-07 of one that was rotated it learns until when, and of one that ended nothing', async () => {
    const made = await makeKey(warder, ada.headers())
    const next = await json<Key>(await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 60 }))
    const old = await answered({ key: made.key })
    assert.deepEqual([old['status'], old['valid_until']], ['rotated', next.replaced_until])
    assert.equal((await answered({ key: next.key }))['status'], 'active')
    warder.clock.now += 60
    assert.deepEqual(await answered({ key: made.key }), { active: false })
    await ada.remove(`/api/keys/${made.id}`)
    assert.deepEqual(await answered({ key: next.key }), { active: false })
    // Whoever remembers answers hears of it by the feed.
    const feed = await json<{ items: { kind: string; hash: string }[] }>(
      await warder.get('/oauth/revocations'),
    )
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update(made.id).digest('base64url')
    assert.ok(feed.items.some((item) => item.kind === 'key' && item.hash === hash))
  })

  test('what is no key is not active, however it is spelled', async () => {
    for (const key of ['x', 'wdr_live_', `wdr_live_${'A'.repeat(49)}`, 'A'.repeat(10_000), 'ключ'])
      assert.deepEqual(await answered({ key }), { active: false })
    assert.deepEqual(await answered({}), { active: false })
  })

  test('a key with an allow-list is active only for an address on it', async () => {
    const { key } = await makeKey(warder, ada.headers(), { ip_allowlist: ['198.51.100.0/24'] })
    assert.equal((await answered({ key, address: '198.51.100.9' })).active, true)
    for (const address of ['203.0.113.1', 'x', '198.51.100.9 '])
      assert.deepEqual(await answered({ key, address }), { active: false })
    assert.deepEqual(await answered({ key }), { active: false }, 'where nobody says where it came from')
  })

  test('nobody asks without proving who they are, and a person’s key asks only with the scope for it', async () => {
    const { key } = await makeKey(warder, ada.headers())
    const secretless = await createClient(warder.operator, {
      name: 'Phone',
      type: 'public',
      redirect_uris: ['https://app.example/cb'],
    })
    const wrong = { authorization: `Basic ${Buffer.from(`${api.client_id}:wrong`).toString('base64')}` }
    for (const headers of [{}, wrong, ada.headers()]) assert.equal((await ask({ key }, headers)).status, 401)
    assert.equal((await ask({ key, client_id: secretless.client_id }, {})).status, 401)
    const lacking = await ask({ key }, { 'x-api-key': key })
    assert.equal(lacking.status, 403)
    assert.match(lacking.headers.get('www-authenticate') ?? '', /insufficient_scope.*keys:verify/)

    await warder.user('root@example.com', { roles: ['admin'] })
    const root = await program(warder, 'root@example.com')
    const asker = await makeKey(warder, root.headers(), { scopes: ['keys:verify'] })
    const answer = await ask({ key }, { authorization: `Bearer ${asker.key}` })
    assert.equal((await json<Answer>(answer)).active, true)
  })

  test('it counts as a use, and so often an address may not ask', async () => {
    const made = await makeKey(warder, ada.headers())
    await answered({ key: made.key })
    await warder.app.keyActivity.flush()
    assert.equal((await json<Key>(await ada.get(`/api/keys/${made.id}`))).use_count, 1)
    let refused = 0
    for (let at = 0; at < 61; at++) if ((await ask({ key: made.key })).status === 429) refused++
    assert.ok(refused > 0)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { holders, makeKey, type Key } from '../../support/people/api-keys.ts'
import { program } from '../../support/people/programs.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'
import { quickest } from '../../support/timing/quickest.ts'

onEveryDatabase('using an API key', (warder) => {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  const { someone, status, refusals } = holders(warder)

  test('a key says who its owner is, by either header, and what it may do itself', async () => {
    const { made, email, id } = await someone({ environment: 'test', name: 'Robot' })
    assert.match(made.key, /^wdr_test_[0-9A-Za-z]{49}$/)
    assert.ok(made.key.startsWith(made.prefix) && made.prefix.length === 17)
    for (const headers of [bearer(made.key), { 'x-api-key': made.key }]) {
      const answer = await warder.get('/auth/me', headers)
      assert.equal(answer.status, 200)
      assert.equal(answer.headers.get('warder-key-status'), null)
      const me = await json(answer)
      assert.deepEqual(
        [me['id'], me['email'], me['roles'], me['permissions']],
        [id, email, [], ['profile:read']],
      )
    }
  })

  test('AK-04 what is stored, listed, shown, logged, audited and mailed has the prefix at most', async () => {
    const { made, email, program: ada } = await someone()
    await ada.post(`/api/keys/${made.id}/rotate`, { grace_period_seconds: 60 })
    await warder.get('/auth/me', bearer(made.key))
    await warder.get(`/auth/me?api_key=${made.key}`)
    await warder.get('/auth/me', bearer(`${made.key.slice(0, -1)}!`))
    await warder.app.keyActivity.flush()
    const said = [
      await (await ada.get('/api/keys')).text(),
      await (await ada.get(`/api/keys/${made.id}`)).text(),
      await (await ada.get('/auth/me/events')).text(),
      ...(await warder.inbox())
        .filter(({ to }) => to === email)
        .map(({ subject, text, html }) => subject + text + html),
      ...warder.lines,
    ]
    for (const table of ['api_key', 'audit_event', 'outbox', 'revocation'] as const)
      said.push(
        JSON.stringify(await warder.app.db.selectFrom(table).selectAll().execute(), (_key, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        ),
      )
    const secret = made.key.slice(made.prefix.length)
    for (const text of said) {
      assert.ok(!text.includes(secret), text.slice(0, 200))
      assert.ok(!text.includes(made.key.slice(-20)))
    }
    assert.ok(said.join('').includes(made.prefix))
    const mails = (await warder.inbox()).filter(
      ({ to, subject }) => to === email && subject.includes('API key'),
    )
    assert.equal(mails.length, 2, 'one for the key, one for its new secret')
  })

  test('AK-05 a key in the query is nobody, and so is one in the path, the body or a cookie', async () => {
    const { made } = await someone()
    for (const name of ['api_key', 'apikey', 'key', 'access_token', 'x-api-key'])
      assert.equal((await warder.get(`/auth/me?${name}=${made.key}`)).status, 401, name)
    assert.equal(
      (await warder.get('/auth/me', { cookie: `api_key=${made.key}; __Host-warder_session=${made.key}` }))
        .status,
      401,
    )
    assert.ok(!warder.lines.join('').includes(made.key))
  })

  test('RFC 6750 §2 both headers at once, one sent twice, or anything malformed is 401 with a challenge', async () => {
    const { made, program: ada } = await someone()
    const { key } = made
    const typo = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')
    const wrong: Record<string, string>[] = [
      { ...bearer(key), 'x-api-key': key },
      { ...ada.headers(), 'x-api-key': key },
      { authorization: 'Basic YTpi', 'x-api-key': key },
      { 'x-api-key': `${key}, ${key}` },
      { authorization: `Bearer ${key}, Bearer ${key}` },
      { authorization: `Bearer ${key} ${key}` },
      { authorization: key },
      { authorization: `ApiKey ${key}` },
      { 'x-api-key': `Bearer ${key}` },
      { 'x-api-key': '' },
      { 'x-api-key': typo },
      bearer(typo),
      bearer(`${key}=`),
    ]
    for (const headers of wrong) {
      const answer = await warder.get('/auth/me', headers)
      assert.equal(answer.status, 401, JSON.stringify(headers))
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="Warder"/)
      assert.equal((await json(answer))['code'], 'not_authenticated')
    }
    assert.equal(await status(key), 200)
  })

  test('AK-17 what is no key is refused before anybody looks, and quickly', async () => {
    const { made } = await someone()
    const { key } = made
    const { db } = warder.app
    const strange = [
      'A'.repeat(100_000),
      `${key}x`,
      key.toLowerCase(),
      key.toUpperCase(),
      `wdr_live_${'A'.repeat(49)}`,
      'wdr_live_',
      'wdr_',
    ]
    const before = await db
      .selectFrom('audit_event')
      .select((eb) => eb.fn.countAll().as('n'))
      .executeTakeFirst()
    for (const text of strange) {
      const took = await quickest(async () =>
        assert.equal((await warder.get('/auth/me', { 'x-api-key': text })).status, 401, text.slice(0, 20)),
      )
      assert.ok(took < 5, `${text.slice(0, 20)} took ${took} ms`)
    }
    const later = await db
      .selectFrom('audit_event')
      .select((eb) => eb.fn.countAll().as('n'))
      .executeTakeFirst()
    assert.deepEqual(later, before, 'nothing is written down about what was never a key')
  })

  test('AK-10 Bob sees, rotates and ends nothing of Ada’s, and is told what he is told of nothing', async () => {
    const { made } = await someone()
    const { program: bob } = await someone()
    const said = async (answer: Response) => [answer.status, (await json(answer))['detail']]
    for (const at of [
      (id: string) => bob.get(`/api/keys/${id}`),
      (id: string) => bob.post(`/api/keys/${id}/rotate`),
      (id: string) => bob.get(`/api/keys/${id}/usage`),
      (id: string) => bob.remove(`/api/keys/${id}`),
    ]) {
      const unknown = await said(await at('key_unknown'))
      assert.equal(unknown[0], 404)
      assert.deepEqual(await said(await at(made.id)), unknown)
    }
    assert.equal(await status(made.key), 200)
  })

  test('only from where it may be used, and elsewhere it is told nothing else than an unknown one', async () => {
    const { made, id } = await someone({ ip_allowlist: ['198.51.100.0/24', '2001:db8::/32'] })
    assert.equal(await status(made.key, '198.51.100.77'), 200)
    assert.equal(await status(made.key, '2001:db8::1'), 200)
    const from = async (key: string) => {
      const answer = await warder.request('/auth/me', { headers: { 'x-api-key': key } }, '203.0.113.1')
      return [answer.status, answer.headers.get('www-authenticate'), (await json(answer))['detail']]
    }
    const { made: gone, program: bob } = await someone()
    await bob.remove(`/api/keys/${gone.id}`)
    assert.deepEqual(await from(made.key), await from(gone.key))
    // A header that anybody can write does not move its sender.
    const spoofed = { 'x-api-key': made.key, 'x-forwarded-for': '198.51.100.77' }
    assert.equal((await warder.request('/auth/me', { headers: spoofed }, '203.0.113.1')).status, 401)
    assert.deepEqual(await refusals(id), ['address'])
  })

  test('a key of another tenant is unknown, and nothing else is said of it', async () => {
    const { made } = await someone()
    const { db } = warder.app
    await db
      .insertInto('tenant')
      .values({
        id: 'ten_other',
        directory_id: 'dir_common',
        slug: 'other',
        name: 'Other',
        issuer: null,
        second_factor_required_at: null,
        suspended_at: null,
        created_at: 1,
      })
      .onConflict((at) => at.doNothing())
      .execute()
    await db.updateTable('api_key').set({ tenant_id: 'ten_other' }).where('id', '=', made.id).execute()
    const answer = await warder.get('/auth/me', bearer(made.key))
    assert.equal(answer.status, 401)
    assert.match(String((await json(answer))['detail']), /unknown, has ended, or cannot be used from here/)
  })

  test('uses are counted by key and by day, and written in batches', async () => {
    const { made, program: ada } = await someone()
    for (let at = 0; at < 3; at++) await status(made.key)
    await warder.app.keyActivity.flush()
    warder.clock.now += 1
    await status(made.key)
    await warder.app.keyActivity.flush()
    await warder.app.keyActivity.flush()
    const found = await json<Key>(await ada.get(`/api/keys/${made.id}`))
    assert.equal(found.use_count, 4)
    assert.equal(Date.parse(found.last_used_at ?? '') / 1000, warder.clock.now)
    const usage = await json<{ total: number; items: { date: string; uses: number }[] }>(
      await ada.get(`/api/keys/${made.id}/usage`),
    )
    assert.equal(usage.total, 4)
    assert.equal(
      usage.items.reduce((sum, { uses }) => sum + uses, 0),
      4,
    )
    for (const query of [
      'from=2027-02-30',
      'from=x',
      'to=2027-01-01&from=2027-01-02',
      'from=2020-01-01',
      'to=',
    ])
      assert.equal((await ada.get(`/api/keys/${made.id}/usage?${query}`)).status, 400, query)
    assert.equal((await ada.get(`/api/keys/${made.id}/usage?from=2027-01-01&to=2027-01-31`)).status, 200)
  })

  test('a key without the scope is told which it lacks, and its owner reads of it', async () => {
    const { made, id } = await someone()
    await warder.app.db
      .updateTable('api_key')
      .set({ scope: 'reports:read' })
      .where('id', '=', made.id)
      .execute()
    const answer = await warder.get('/auth/me', bearer(made.key))
    assert.equal(answer.status, 403)
    assert.match(
      answer.headers.get('www-authenticate') ?? '',
      /error="insufficient_scope".*scope="profile:read"/,
    )
    assert.deepEqual(await refusals(id), ['scope'])
  })
})

describe('keys that nobody has', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ 'limits.wrong_keys': '5' })
    await warder.user()
  })
  after(() => warder.close())

  test('after a few, an address is told to wait; whoever has a key there is not', async () => {
    const { key } = await makeKey(warder, (await program(warder, 'ada@example.com')).headers())
    const { writeApiKey } = await import('@warder/protocol')
    const ask = (at: number, address?: string) =>
      warder.request(
        '/auth/me',
        { headers: { 'x-api-key': writeApiKey('live', new Uint8Array(32).fill(at)) } },
        address,
      )
    for (let at = 0; at < 5; at++) assert.equal((await ask(at)).status, 401)
    const sixth = await ask(6)
    assert.equal(sixth.status, 429)
    assert.match(sixth.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal((await warder.get('/auth/me', { 'x-api-key': key })).status, 200)
    assert.equal((await ask(7, '198.51.100.9')).status, 401, 'another address is not concerned')
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('subject')
      .where('type', '=', 'api_key.refused')
      .execute()
    assert.equal(events.length, 6)
    warder.clock.now += 60
    assert.equal((await ask(8)).status, 401)
  })
})

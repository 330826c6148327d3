import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { adminPermissions } from '../../../packages/warder/src/admin/permissions.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin, type Administrator } from '../../support/people/administrators.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

type Event = { id: string; type: string; time: string; actor: string | null; subject: string | null }
type Page = { items: Event[]; next_cursor: string | null }

onEveryDatabase('the audit, read by whoever administers', (warder) => {
  const read = async (ada: Administrator, query: string) => {
    const items: Event[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await ada.ask('GET', `/audit?${query}${cursor && `&cursor=${cursor}`}`, 200)
      items.push(...page.items)
      cursor = page.next_cursor
    }
    return items
  }

  test('is filtered by type, actor, subject and time, newest first, and paged without a gap', async () => {
    const ada = await administrator(warder)
    const { id } = await warder.user('bob@example.com')
    warder.clock.now += 100
    const at = new Date(warder.clock.now * 1000).toISOString()
    await ada.ask('POST', `/users/${id}/disable`, 200)
    await ada.ask('POST', `/users/${id}/enable`, 200)

    assert.deepEqual(
      (await read(ada, `subject=${id}`)).map(({ type }) => type),
      ['user.enabled', 'user.disabled', 'user.created'],
    )
    assert.deepEqual(
      (await read(ada, `subject=${id}&from=${at}`)).map(({ type }) => type),
      ['user.enabled', 'user.disabled'],
    )
    assert.deepEqual(
      (await read(ada, `subject=${id}&to=${at}`)).map(({ type }) => type),
      ['user.created'],
    )
    assert.deepEqual(
      (await read(ada, `type=user.disabled&limit=1`)).map(({ subject }) => subject),
      [id],
    )
    const own = await read(ada, `actor=${ada.id}&limit=2`)
    assert.deepEqual(
      own.map(({ type }) => type),
      ['user.enabled', 'user.disabled', 'session.opened'],
    )
    const all = await read(ada, 'limit=3')
    const rows = await warder.app.db.selectFrom('audit_event').select('seq').orderBy('seq', 'desc').execute()
    assert.deepEqual(
      all.map((event) => event.id),
      rows.map(({ seq }) => `aud_${seq}`),
    )

    await ada.ask('GET', '/audit?tenant=ten_other', 403)
    await ada.ask('GET', '/audit?type=made.up', 400)
    await ada.ask('GET', '/audit?from=yesterday', 400)
    await ada.ask('GET', "/audit?cursor=aud_1'", 400)
  })

  test('is that of one tenant alone', async () => {
    const ada = await administrator(warder)
    const other = {
      type: 'user.created',
      outcome: 'succeeded',
      tenant_id: 'ten_other',
      actor: ada.id,
      subject: ada.id,
    }
    const row = {
      time: warder.clock.now,
      client_id: null,
      session_id: null,
      request_id: 'x',
      address: '',
      user_agent: '',
      detail: '{}',
    }
    await warder.app.db
      .insertInto('audit_event')
      .values({ ...other, ...row })
      .execute()
    for (const query of ['', `actor=${ada.id}`, `subject=${ada.id}`, 'type=user.created'])
      assert.ok(
        (await read(ada, query)).every(
          (event) => !('tenant_id' in event) && !JSON.stringify(event).includes('"x"'),
        ),
        query,
      )
  })
})

test('AG-11 MF-15 whoever may only look sees no secret: of people, programs, keys, the audit and the settings', async (t) => {
  const canary = 'canary-5f2b9c'
  const warder = await startWarder({
    smtp_url: `smtps://user:${canary}@mail.example`,
    sms_url: `webhook+https://sms.example/in?secret=whsec_${'Q'.repeat(32)}`,
    'admin.email': 'root@example.com',
    'admin.password': `${canary} and some more words`,
  })
  t.after(() => warder.close())
  await warder.start()
  const reading = Object.keys(adminPermissions).filter((permission) => permission.endsWith(':read'))
  const viewer = await administrator(warder, reading)
  const chief = await administrator(warder)
  const machine = { client_name: 'R', type: 'machine', grant_types: ['client_credentials'] }
  const made = await chief.ask<{ client_id: string; client_secret: string }>('POST', '/clients', 201, machine)
  const totp = await warder.post(
    '/auth/mfa/totp/enable',
    {},
    { authorization: `Bearer ${chief.access_token}` },
  )
  const { secret } = (await totp.json()) as { secret: string }
  const hidden = [
    canary,
    'Q'.repeat(32),
    made.client_secret,
    secret,
    goodPassword,
    chief.access_token,
    '$argon2',
    '_hash',
    'private_key',
  ]
  const ids: Record<string, string> = { clients: made.client_id, users: chief.id, roles: 'admin' }
  let looked = 0
  for (const { method, path } of routes.filter(({ path }) => path.startsWith('/api/admin/'))) {
    if (method !== 'GET') continue
    const kind = path.split('/')[3] ?? ''
    const answer = await viewer.call(
      'GET',
      path.slice('/api/admin'.length).replace(':id', ids[kind] ?? 'none'),
    )
    const text = await answer.text()
    if (answer.status === 200) looked++
    for (const word of hidden) assert.ok(!text.includes(word), `${path} tells ${word}`)
  }
  assert.ok(looked >= 13, `${looked} were looked at`)
})

describe('AD-01 every route of administration', () => {
  let warder: TestWarder
  let viewer: Administrator
  let user: Administrator
  const rows = routes.filter(({ path }) => path.startsWith('/api/admin/'))
  const path = (text: string) => text.slice('/api/admin'.length).replace(/:\w+/g, 'none')
  before(async () => {
    warder = await startWarder()
    viewer = await administrator(
      warder,
      Object.keys(adminPermissions).filter((one) => one.endsWith(':read')),
    )
    user = await administrator(warder, [])
  })
  after(() => warder.close())

  test('names a permission that is described, and every permission has its routes', () => {
    assert.deepEqual(
      rows.filter(({ permission }) => permission === undefined || !(permission in adminPermissions)),
      [],
    )
    const named = new Set(rows.map(({ permission }) => permission))
    const asked = ['users:verify', 'service_accounts:write']
    assert.deepEqual(
      Object.keys(adminPermissions).filter((one) => !named.has(one) && !asked.includes(one)),
      [],
    )
  })

  for (const route of rows) {
    const { method, permission = '' } = route
    test(`${method} ${route.path} refuses who is nobody, who may do nothing, who may only look, and who comes late`, async () => {
      const at = path(route.path)
      const body = method === 'GET' ? undefined : {}
      const none = await callAdmin(warder, method, at, body, {})
      assert.equal(none.status, 401)
      assert.match(none.headers.get('www-authenticate') ?? '', /^Bearer/)
      assert.equal((await user.call(method, at, body)).status, 403)
      const { status } = await viewer.call(method, at, body)
      if (permission.endsWith(':read')) assert.notEqual(status, 403)
      else assert.equal(status, 403)
      const last = viewer.access_token.slice(-1) === 'A' ? 'B' : 'A'
      const forged = { authorization: `Bearer ${viewer.access_token.slice(0, -8)}${last.repeat(8)}` }
      assert.equal((await callAdmin(warder, method, at, undefined, forged)).status, 401)
    })
  }

  test('refuses a token that has expired', async () => {
    warder.clock.now += warder.app.config.access_token_ttl + 1
    for (const { method, path: at } of rows) assert.equal((await viewer.call(method, path(at))).status, 401)
  })
})

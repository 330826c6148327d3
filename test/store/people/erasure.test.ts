import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import * as memberships from '../../../packages/warder/src/store/access/memberships.ts'
import * as oneTimeTokens from '../../../packages/warder/src/store/one-time-tokens.ts'
import * as auditEvents from '../../../packages/warder/src/store/operations/audit-events.ts'
import * as users from '../../../packages/warder/src/store/people/users.ts'
import { addUser, fifty, onEveryStore } from '../open-stores.ts'

onEveryStore('what stays of a person', (store) => {
  beforeEach(async () => {
    for (const table of ['audit_event', 'one_time_token', 'user'] as const)
      await store.db.deleteFrom(table).execute()
  })

  const event = (actor: string | null, subject: string | null) =>
    auditEvents.insert(
      store.db,
      {
        time: 1,
        type: 'user.updated',
        outcome: 'succeeded',
        tenant_id: 'ten_default',
        actor,
        subject,
        client_id: null,
        session_id: 'ses_1',
        request_id: 'req_1',
        address: '192.0.2.1',
        user_agent: 'test',
        detail: '{"name":"Ada"}',
      },
      'disk',
    )

  const nowhere = { session_id: null, request_id: '', address: '', user_agent: '', detail: '{}' }
  const theirs = { ...nowhere, address: '192.0.2.1', user_agent: 'test' }
  const asItWas = {
    session_id: 'ses_1',
    request_id: 'req_1',
    address: '192.0.2.1',
    user_agent: 'test',
    detail: '{"name":"Ada"}',
  }

  // oxfmt-ignore
  const table: [what: string, before: [actor: string | null, subject: string | null], after: object][] = [
    ['what they did',                 ['usr_ada', 'usr_ada'], { ...nowhere, actor: 'gone_1', subject: 'gone_1' }],
    ['what somebody unknown tried',   [null, 'usr_ada'],      { ...nowhere, actor: null, subject: 'gone_1' }],
    ['what another did to them',      ['usr_bob', 'usr_ada'], { ...theirs, actor: 'usr_bob', subject: 'gone_1' }],
    ['what they did to another',      ['usr_ada', 'usr_bob'], { ...nowhere, actor: 'gone_1', subject: 'usr_bob' }],
    ['what concerns somebody else',   ['usr_bob', 'usr_bob'], { ...asItWas, actor: 'usr_bob', subject: 'usr_bob' }],
    ['what concerns nobody',          [null, null],           { ...asItWas, actor: null, subject: null }],
  ]
  for (const [what, [actor, subject], after] of table) {
    test(`LP-08 in the audit: ${what}`, async () => {
      await event(actor, subject)
      await auditEvents.pseudonymise(store.db, 'usr_ada', 'gone_1')
      const columns = [
        'actor',
        'subject',
        'session_id',
        'request_id',
        'address',
        'user_agent',
        'detail',
      ] as const
      const rows = await store.db.selectFrom('audit_event').select(columns).execute()
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [after],
      )
    })
  }

  test('tokens go by whose they are, spent or not, and whatever they were for', async () => {
    const make = (purpose: oneTimeTokens.Purpose, subject: string) =>
      oneTimeTokens.create(store.db, purpose, { subject, data: {}, expires_at: 100, now: 1 })
    const spent = await make('authorization_code', 'usr_ada')
    await oneTimeTokens.consume(store.db, 'authorization_code', spent, 2)
    await make('password_reset', 'usr_ada')
    await make('registration', 'dir_common:ada@example.com')
    const other = await make('password_reset', 'usr_bob')
    await oneTimeTokens.removeAllOf(store.db, ['usr_ada', 'dir_common:ada@example.com'])
    assert.ok(await oneTimeTokens.find(store.db, 'password_reset', other))
    assert.equal((await store.db.selectFrom('one_time_token').select('purpose').execute()).length, 1)
  })

  test('invitations of somebody to tenants go, and those of others and of another directory stay', async () => {
    const invited = async (subject: string) =>
      oneTimeTokens.create(store.db, 'invitation', { subject, data: {}, expires_at: 100, now: 1 })
    const hers = [await invited('ten_1:ädä@example.com'), await invited('ten_2:ädä@example.com')]
    const others = ['ten_1:dä@example.com', 'ten_1:bob@example.com', 'dir_1:ädä@example.com']
    const left = await Promise.all(others.map(invited))
    await memberships.removeInvitationsOf(store.db, 'ädä@example.com')
    const there = async (token: string) =>
      (await oneTimeTokens.find(store.db, 'invitation', token)) !== undefined
    assert.deepEqual(await Promise.all([...hers, ...left].map(there)), [false, false, true, true, true])
  })

  test('live tokens are listed by subject, of one prefix, in pages', async () => {
    for (const name of ['c', 'a', 'b'])
      await oneTimeTokens.create(store.db, 'invitation', {
        subject: `dir_1:${name}`,
        data: {},
        expires_at: 9,
        now: 1,
      })
    await oneTimeTokens.create(store.db, 'invitation', {
      subject: 'dir_12:x',
      data: {},
      expires_at: 9,
      now: 1,
    })
    await oneTimeTokens.create(store.db, 'invitation', {
      subject: 'dir_1:old',
      data: {},
      expires_at: 5,
      now: 1,
    })
    const page = async (after: string | undefined, limit: number) =>
      (await oneTimeTokens.listLive(store.db, 'invitation', { prefix: 'dir_1:', after, limit }, 5)).map(
        ({ subject }) => subject,
      )
    assert.deepEqual(await page(undefined, 2), ['dir_1:a', 'dir_1:b'])
    assert.deepEqual(await page('dir_1:b', 2), ['dir_1:c'])
  })

  test('of fifty holders of a role who leave at once one stays', async () => {
    for (let i = 0; i < 50; i++) await addUser(store.db, `usr_${i}`, ['admin'])
    const left = await fifty((i) =>
      store.db.transaction().execute(async (tx) => {
        const holders = await users.holdHolders(tx, 'ten_default', 'admin')
        if (!holders.some((id) => id !== `usr_${i}`)) return false
        return users.remove(tx, `usr_${i}`)
      }),
    )
    assert.equal(left.filter(Boolean).length, 49)
    await store.db.updateTable('user').set({ deactivated_at: 1 }).execute()
    assert.deepEqual(
      await users.holdHolders(store.db, 'ten_default', 'admin'),
      [],
      'who is away does not count',
    )
  })
})

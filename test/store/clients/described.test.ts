import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import * as clients from '../../../packages/warder/src/store/oauth/clients.ts'
import * as consents from '../../../packages/warder/src/store/oauth/consents.ts'
import * as grants from '../../../packages/warder/src/store/oauth/grants.ts'
import * as approvalNotices from '../../../packages/warder/src/store/oauth/notices/approval-notices.ts'
import * as logoutNotices from '../../../packages/warder/src/store/oauth/notices/logout-notices.ts'
import * as muted from '../../../packages/warder/src/store/oauth/notices/muted-clients.ts'
import * as sessionClients from '../../../packages/warder/src/store/oauth/session-clients.ts'
import { removeSome } from '../../../packages/warder/src/store/tenants/belongings.ts'
import { hiddenOf } from '../../../packages/warder/src/store/transfer/clients.ts'
import * as sessions from '../../../packages/warder/src/store/people/sessions.ts'
import * as vaultUsers from '../../../packages/warder/src/store/vault/users.ts'
import { addTenant, document, here, rowOf, there } from './described.ts'
import { addUser, fifty, onEveryStore, sessionRow } from '../open-stores.ts'

const ada = 'usr_ada'
const both = [here, there]
const openid = { scope: ['openid'], resource: [] }

onEveryStore('a client that describes itself, in two tenants', (store) => {
  before(async () => {
    await addUser(store.db, ada)
    await addTenant(store.db)
  })

  const grant = (id: string, client: typeof here) =>
    grants.insert(store.db, {
      ...{ id, ...client, user_id: ada, session_id: 'ses_1', offline_at: 1, scope: 'openid', resource: '' },
      ...{ amr: 'pwd', auth_time: 1, created_at: 1, revoked_at: null },
    })
  const keys = async () => {
    const rows = await store.db
      .selectFrom('client')
      .select(['client_id', 'tenant_id'])
      .where('document', '=', document)
      .execute()
    return new Map(rows.map(({ tenant_id, client_id }) => [tenant_id, client_id]))
  }

  test('is a row of each, and one however many write it down at once', async () => {
    for (const client of both) {
      const added = await fifty(() => clients.insertDescribed(store.db, rowOf(client)))
      assert.equal(added.filter(Boolean).length, 1)
      const found = await clients.find(store.db, client.tenant_id, document)
      assert.deepEqual([found?.client_id, found?.tenant_id], [document, client.tenant_id])
      assert.equal('document' in (found ?? {}), false)
    }
    assert.equal(new Set((await keys()).values()).size, 2)
  })

  test('has keys in the table that are names of nothing', async () => {
    for (const [tenant_id, key] of await keys()) {
      assert.equal(await clients.find(store.db, tenant_id, key), undefined)
      assert.equal(await clients.hold(store.db, tenant_id, key), undefined)
      assert.equal(await clients.remove(store.db, tenant_id, key), false)
      assert.equal(await consents.find(store.db, { tenant_id, client_id: key, user_id: ada }), undefined)
    }
  })

  test('is listed by its name, and told about without what is of the other', async () => {
    const { db } = store
    await clients.update(db, there.tenant_id, document, { access_token_claims: 'roles' })
    const names = async (after?: string) =>
      (await clients.list(db, here.tenant_id, 10, after)).map(({ client_id }) => client_id)
    assert.deepEqual(await names(), [document])
    assert.deepEqual(await names('https://tools.example/client.jso'), [document])
    assert.deepEqual(await names(document), [])
    const hidden = await Promise.all(both.map(({ tenant_id }) => hiddenOf(db, tenant_id, [document])))
    assert.deepEqual(
      hidden.map((known) => known.get(document)?.access_token_claims),
      ['', 'roles'],
    )
  })

  test('is allowed something by one person in each, and loses it in one', async () => {
    const { db } = store
    for (const client of both) await consents.grant(db, { ...client, user_id: ada }, openid, 5)
    for (const { tenant_id } of both) {
      const listed = await consents.listOf(db, tenant_id, ada)
      assert.deepEqual(
        listed.map(({ client_id, scope }) => [client_id, scope]),
        [[document, ['openid']]],
      )
    }
    assert.equal(await consents.withdraw(db, { ...here, user_id: ada }, 6), true)
    assert.equal(await consents.hold(db, { ...here, user_id: ada }), false)
    assert.equal(await consents.hold(db, { ...there, user_id: ada }), true)
  })

  test('has grants that end in one', async () => {
    const { db } = store
    await grant('gra_here', here)
    await grant('gra_there', there)
    assert.deepEqual(await grants.revokeOfUser(db, ada, 9, { client: here }), ['gra_here'])
    assert.deepEqual(await grants.revokeOfClient(db, here, 9), [])
    await grant('gra_here_again', here)
    assert.deepEqual(await grants.revokeOfClient(db, here, 9), ['gra_here_again'])
    assert.equal(await grants.hold(db, 'gra_there'), true)
  })

  test('is muted in one', async () => {
    const { db } = store
    await muted.mute(db, ada, here, 9)
    assert.deepEqual(await Promise.all(both.map((client) => muted.isMuted(db, ada, client))), [true, false])
    assert.deepEqual(await muted.listOf(db, there.tenant_id, ada), [])
    const [listed] = await muted.listOf(db, here.tenant_id, ada)
    assert.equal(listed?.client_id, document)
    assert.equal(await muted.unmute(db, ada, there), false)
    assert.equal(await muted.unmute(db, ada, here), true)
  })

  test('may use what a person connected in one', async () => {
    const { db } = store
    const times = { created_at: 1, updated_at: 1 }
    for (const { tenant_id } of both) {
      const provider = { tenant_id, name: 'mail', title: 'Mail', definition: '{}' }
      await db
        .insertInto('vault_provider')
        .values({ ...provider, client_id: null, client_secret: null, ...times })
        .execute()
      const connection = { id: `con of ${tenant_id}`, tenant_id, user_id: ada, provider: 'mail', scope: '' }
      await db
        .insertInto('vault_connection')
        .values({ ...connection, grant_sealed: 'x', created_at: 1, connected_at: 1 })
        .execute()
      const use = { methods: '', hand_over_at: null, created_at: 1, last_used_at: null }
      await vaultUsers.put(db, { connection_id: connection.id, program: document, ...use })
    }
    await vaultUsers.removeProgram(db, { user_id: ada, tenant_id: here.tenant_id }, document)
    const left = await vaultUsers.listOf(
      db,
      both.map(({ tenant_id }) => `con of ${tenant_id}`),
    )
    assert.deepEqual(
      left.map(({ connection_id }) => connection_id),
      [`con of ${there.tenant_id}`],
    )
  })

  test('is told of the end of a session and of answers by its name, in the tenant where that was', async () => {
    const { db } = store
    for (const client of both) {
      const uri = `https://tools.example/${client.tenant_id}`
      await clients.update(db, client.tenant_id, document, { backchannel_logout_uri: uri })
      const id = `ses_${client.tenant_id}`
      await sessions.insert(db, sessionRow(id, ada, { tenant_id: client.tenant_id }))
      await sessionClients.note(db, id, client, 9)
      await sessionClients.announceEnd(db, [id], 9)
      const token = { token_hash: `asked ${client.tenant_id}`, purpose: 'backchannel_request', subject: ada }
      await db
        .insertInto('one_time_token')
        .values({ ...token, data: '{}', created_at: 1, expires_at: 99, consumed_at: null })
        .execute()
      await approvalNotices.insert(db, { ...client, id: token.token_hash }, 9)
    }
    const told = await logoutNotices.due(db, 9, 10)
    assert.deepEqual(
      told.map((one) => `${one.client_id} ${one.tenant_id} ${one.backchannel_logout_uri}`).toSorted(),
      [there, here].map(({ tenant_id }) => `${document} ${tenant_id} https://tools.example/${tenant_id}`),
    )
    const answered = await approvalNotices.due(db, 9, 10)
    assert.deepEqual(
      answered.map(({ id, client_id }) => `${id} ${client_id}`).toSorted(),
      [there, here].map(({ tenant_id }) => `asked ${tenant_id} ${document}`),
    )
  })

  test('is disabled in one, and goes with one tenant and all that it has there', async () => {
    const { db } = store
    assert.equal(await clients.updateEnabled(db, here.tenant_id, document, { disabled_at: 9 }), true)
    assert.equal(await clients.updateEnabled(db, here.tenant_id, document, { disabled_at: 10 }), false)
    assert.equal(await clients.updateEnabled(db, there.tenant_id, document, { updated_at: 9 }), true)

    const removed = async (table: string) => removeSome(db, table, here.tenant_id, 10)
    assert.deepEqual(
      [await removed('oauth_grant'), await removed('consent'), await removed('logout_notice')],
      [2, 1, 1],
    )
    assert.equal(await removed('client'), 1)
    assert.equal(await grants.hold(db, 'gra_there'), true)
    assert.equal(await consents.hold(db, { ...there, user_id: ada }), true)
    assert.equal((await logoutNotices.due(db, 9, 10)).length, 1)
    assert.deepEqual([...(await keys()).keys()], [there.tenant_id])
  })

  test('is granted nothing where nobody has written it down', async () => {
    await assert.rejects(grant('gra_nobody', here))
    await assert.rejects(consents.grant(store.db, { ...here, user_id: ada }, openid, 9))
  })
})

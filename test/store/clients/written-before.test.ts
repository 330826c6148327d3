import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { firstTables } from '../../../packages/warder/src/store/migrations/first/tables.ts'
import * as clients from '../../../packages/warder/src/store/oauth/clients.ts'
import * as consents from '../../../packages/warder/src/store/oauth/consents.ts'
import * as grants from '../../../packages/warder/src/store/oauth/grants.ts'
import * as muted from '../../../packages/warder/src/store/oauth/notices/muted-clients.ts'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import { stores } from '../../support/services.ts'
import { addGrant, addTenant, document, here, rowOf, there } from './described.ts'
import { addUser } from '../open-stores.ts'

const ada = 'usr_ada'
const disabled = 'https://tools.example/disabled.json'
const ours = { tenant_id: 'ten_default', client_id: 'cli_notes' }

/** How the program before writes clients down, and what it does where there is one. */
const insert = (client_id: string, tenant_id: string, disabled_at: number | null) => sql`
  insert into client (client_id, tenant_id, client_name, type, token_endpoint_auth_method, redirect_uris,
    post_logout_redirect_uris, grant_types, response_types, scope, application_type, id_token_signed_response_alg,
    access_token_signed_response_alg, access_token_claims, resources, registered_at, disabled_at, created_at, updated_at)
  values (${client_id}, ${tenant_id}, 'Tool belt', 'public', 'none', '[]', '[]', 'authorization_code', 'code', 'openid',
    'web', 'RS256', 'ES256', '', '[]', 1, ${disabled_at}, 1, 1)
  on conflict (client_id) do nothing`
const allow = (client_id: string, tenant_id: string, scope: string) => sql`
  insert into consent (user_id, client_id, tenant_id, scope, resource, granted_at)
  values (${ada}, ${client_id}, ${tenant_id}, ${scope}, '', 1)
  on conflict (user_id, client_id) do update set scope = excluded.scope, withdrawn_at = null`

for (const [kind, fresh] of stores())
  describe(`clients that were there before each tenant had its own, on ${kind}`, () => {
    let store: Awaited<ReturnType<typeof fresh>>
    let db: Db
    before(async () => {
      store = await fresh()
      db = openStore(store.url)
      await migrate(db, { now: 1, migrations: [firstTables] })
      await addUser(db, ada)
      await addTenant(db)
      await insert(document, here.tenant_id, null).execute(db)
      await insert(disabled, here.tenant_id, 1).execute(db)
      await insert(ours.client_id, ours.tenant_id, null).execute(db)
      for (const client of [here, ours]) {
        await allow(client.client_id, client.tenant_id, 'openid').execute(db)
        await addGrant(db, `gra of ${client.client_id}`, client)
        await sql`insert into muted_client (user_id, client_id, muted_at) values (${ada}, ${client.client_id}, 1)`.execute(
          db,
        )
      }
      const { applied } = await migrate(db, { now: 2 })
      assert.equal(applied[0], '0002-described-clients')
    })
    after(async () => {
      await closeStore(db)
      await store.drop()
    })

    const whose = (client: typeof here) => ({ ...client, user_id: ada })

    test('keep what they were and what was allowed them', async () => {
      for (const client of [here, ours]) {
        const found = await clients.find(db, client.tenant_id, client.client_id)
        assert.deepEqual([found?.client_id, found?.client_name], [client.client_id, 'Tool belt'])
        assert.deepEqual((await consents.find(db, whose(client)))?.scope, ['openid'])
        assert.equal(await muted.isMuted(db, ada, client), true)
      }
      const names = (await clients.list(db, here.tenant_id, 10)).map(({ client_id }) => client_id)
      assert.deepEqual(names, [ours.client_id, document, disabled])
      assert.equal((await clients.find(db, here.tenant_id, disabled))?.disabled_at, 1)
    })

    test('are in nobody’s way any more', async () => {
      assert.equal(await clients.find(db, there.tenant_id, document), undefined)
      assert.equal(await clients.insertDescribed(db, rowOf(here)), false)
      assert.equal(await clients.insertDescribed(db, rowOf(there)), true)
      await consents.grant(db, whose(there), { scope: ['email'], resource: [] }, 3)
      assert.deepEqual((await consents.find(db, whose(here)))?.scope, ['openid'])
      assert.deepEqual((await consents.find(db, whose(there)))?.scope, ['email'])
    })

    test('are still written by the program before, which is seen, and which another tenant does not disturb', async () => {
      // It asks for a client by this, and takes one of another tenant for none.
      const seen = async (tenant_id: string) =>
        sql`select 1 from client where client_id = ${document} and tenant_id = ${tenant_id}`.execute(db)
      assert.equal((await seen(here.tenant_id)).rows.length, 1)
      assert.equal((await seen(there.tenant_id)).rows.length, 0)
      await insert(document, there.tenant_id, null).execute(db)
      assert.equal((await seen(there.tenant_id)).rows.length, 0, 'it refuses there, as it did')
      await allow(document, here.tenant_id, 'openid profile').execute(db)
      assert.deepEqual((await consents.find(db, whose(here)))?.scope, ['openid', 'profile'])
      await allow(ours.client_id, ours.tenant_id, 'openid profile').execute(db)
      assert.deepEqual((await consents.find(db, whose(ours)))?.scope, ['openid', 'profile'])

      const late = { tenant_id: there.tenant_id, client_id: 'https://tools.example/late.json' }
      await insert(late.client_id, late.tenant_id, null).execute(db)
      await allow(late.client_id, late.tenant_id, 'openid').execute(db)
      assert.equal((await clients.find(db, late.tenant_id, late.client_id))?.client_id, late.client_id)
      assert.deepEqual((await consents.find(db, whose(late)))?.scope, ['openid'])
      assert.equal(await clients.insertDescribed(db, rowOf(late)), false)
    })

    test('end with what was granted them, and nothing of the same one elsewhere does', async () => {
      assert.deepEqual(await grants.revokeOfClient(db, here, 9), [`gra of ${document}`])
      assert.equal(await clients.remove(db, here.tenant_id, document), true)
      assert.equal(await consents.find(db, whose(here)), undefined)
      assert.deepEqual((await consents.find(db, whose(there)))?.scope, ['email'])
      assert.equal(await clients.insertDescribed(db, rowOf(here)), true)
    })
  })

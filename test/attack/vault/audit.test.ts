import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { removeProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { offer, vaultWorld, withVault, type VaultWorld } from '../../support/vault/world.ts'

onEveryDatabase(
  'what the audit says of connections',
  (warder) => {
    let world: VaultWorld
    before(async () => {
      world = await vaultWorld(warder)
    })
    after(() => world.service.close())

    const told = async (type: string) => {
      const row = await warder.app.db
        .selectFrom('audit_event')
        .selectAll()
        .where('type', '=', type)
        .orderBy('seq', 'desc')
        .executeTakeFirstOrThrow()
      const { actor, subject, client_id, outcome, address } = row
      return {
        actor,
        subject,
        client_id,
        outcome,
        address,
        detail: JSON.parse(row.detail) as Record<string, unknown>,
      }
    }

    test('vault_provider.put and vault_provider.removed: by an operator, of which service', async () => {
      await offer(warder, world.service, 'spare')
      const put = await told('vault_provider.put')
      assert.deepEqual([put.actor, put.outcome, put.detail], [null, 'succeeded', { provider: 'spare' }])
      await removeProvider(warder.operator, 'spare')
      assert.deepEqual((await told('vault_provider.removed')).detail, { provider: 'spare' })
    })

    test('vault.connected, vault.allowed, vault.withdrawn and vault.disconnected: by their person, of which connection', async () => {
      const ada = await world.connected()
      const path = `/api/vault/connections/${ada.connection.id}`
      const { program } = ada
      assert.equal((await program.remove(`${path}/programs/${ada.agent.id}`)).status, 204)
      assert.equal((await program.remove(path)).status, 204)
      for (const type of ['vault.connected', 'vault.allowed', 'vault.withdrawn', 'vault.disconnected']) {
        const { actor, subject, outcome, address, detail } = await told(type)
        assert.deepEqual(
          [actor, subject, outcome, address, detail['connection']],
          [ada.id, ada.id, 'succeeded', '192.0.2.1', ada.connection.id],
          type,
        )
      }
      assert.equal((await told('vault.allowed')).client_id, ada.agent.id)
    })

    test('vault.used: by the program, to its person, with method and address and how it ended', async () => {
      const ada = await world.connected({ methods: ['GET'] })
      await world.called(ada, { url: `${world.service.origin}/notes?secret=yes` })
      const { actor, subject, client_id, outcome, detail } = await told('vault.used')
      assert.deepEqual(
        [actor, subject, client_id, outcome],
        [ada.agent.id, ada.id, ada.agent.id, 'succeeded'],
      )
      assert.deepEqual(detail, {
        connection: ada.connection.id,
        provider: 'notes',
        method: 'GET',
        url: `${world.service.origin}/notes`,
      })
      await world.refused(403, 'forbidden', ada, { method: 'POST' })
      assert.equal((await told('vault.used')).outcome, 'refused')
      world.service.answers.set('/gone', (response) => response.destroy())
      await world.refused(502, 'provider_failed', ada, { url: `${world.service.origin}/gone` })
      assert.equal((await told('vault.used')).outcome, 'failed')
    })
  },
  withVault,
)

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deleteUser } from '../../../packages/warder/src/users/manage.ts'
import { removeProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { offer, vaultWorld, withVault, type Connected, type VaultWorld } from '../../support/vault/world.ts'

onEveryDatabase(
  'what a service gave goes back to it (RFC 7009)',
  (warder) => {
    let world: VaultWorld
    before(async () => {
      world = await vaultWorld(warder)
    })
    after(() => world.service.close())

    const left = async ({ connection }: Connected) =>
      warder.app.db.selectFrom('vault_connection').select('id').where('id', '=', connection.id).execute()

    // oxfmt-ignore
    const endings: [what: string, end: (ada: Connected) => Promise<unknown>][] = [
      ['its person disconnects it',             (ada) => ada.program.remove(`/api/vault/connections/${ada.connection.id}`)],
      ['its person erases their account',       (ada) => ada.program.remove('/auth/me')],
      ['its person deactivates their account',  (ada) => ada.program.post('/auth/me/deactivate')],
      ['an operator deletes its person',        (ada) => deleteUser(warder.operator, ada.id)],
      ['an operator removes the service',       async () => {
        await removeProvider(warder.operator, 'notes')
        await offer(warder, world.service)
      }],
    ]
    for (const [what, end] of endings) {
      test(`when ${what}`, async () => {
        const ada = await world.connected()
        const token = await tokenOf(ada)
        const before_ = world.service.revoked.length
        await end(ada)
        assert.deepEqual(world.service.revoked.slice(before_), [token])
        assert.deepEqual(await left(ada), [])
      })

      test(`when ${what}, and the service answers nonsense, it is gone here all the same`, async () => {
        const ada = await world.connected()
        const token = await tokenOf(ada)
        const lines = warder.lines.length
        world.service.answers.set('/revoke', (response) => response.writeHead(503).end(`<h1>${token}</h1>`))
        await end(ada)
        world.service.answers.delete('/revoke')
        assert.deepEqual(await left(ada), [])
        const told = warder.lines.slice(lines).join('')
        assert.match(told, /a service did not take back the tokens of a connection/)
        for (const secret of [token, world.service.secret]) assert.ok(!told.includes(secret))
      })
    }

    test('and whoever removes the service is told how many it took back', async () => {
      await world.connected(null)
      await world.connected(null)
      const removed = await removeProvider(warder.operator, 'notes')
      await offer(warder, world.service)
      assert.deepEqual(removed, { name: 'notes', connections: 2, given_back: 2 })
    })

    test('when a service with many connections is removed and does not answer, not all of them wait for it', async () => {
      const people = []
      for (let at = 0; at < 12; at++) people.push(await world.connected(null))
      let asked = 0
      world.service.answers.set('/revoke', (response) => {
        asked++
        response.destroy()
      })
      const removed = await removeProvider(warder.operator, 'notes')
      world.service.answers.delete('/revoke')
      await offer(warder, world.service)
      assert.deepEqual(removed, { name: 'notes', connections: 12, given_back: 0 })
      assert.ok(asked <= 8, String(asked))
      for (const ada of people) assert.deepEqual(await left(ada), [])
    })

    /** The one that renews, as it is kept. */
    async function tokenOf({ connection: { id } }: Connected): Promise<string> {
      const { grant_sealed } = await warder.app.db
        .selectFrom('vault_connection')
        .select('grant_sealed')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const opened = warder.app.secrets.open(`vault-connection:${id}`, grant_sealed)?.toString() ?? ''
      return (JSON.parse(opened) as { data: { refresh_token: string } }).data.refresh_token
    }
  },
  withVault,
)

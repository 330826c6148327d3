import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { removeProvider, type NewProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { typedWorld, type TypedWorld } from '../../support/vault/typed.ts'
import { vaultWorld, withVault, type Connected, type VaultWorld } from '../../support/vault/world.ts'

const canary = 'canary-9f3b7c-of-the-vault'
const key = { key: canary }
const login = { username: 'ada', password: canary }

onEveryDatabase(
  'what opens a connected service',
  (warder) => {
    let world: VaultWorld
    let typed: TypedWorld
    /** Answers whatever is asked by what is set here. */
    let answer: (socket: Socket, asked: string) => void
    const odd = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (asked) => answer(socket, asked.toString('latin1')))
    })
    const at = () => `http://127.0.0.1:${(odd.address() as AddressInfo).port}`
    before(async () => {
      await new Promise<void>((up) => odd.listen(0, '127.0.0.1', up))
      world = await vaultWorld(warder)
      typed = await typedWorld(warder, world, () => ({}))
      await typed.offer()
    })
    after(async () => {
      typed.api.close()
      odd.close()
      await world.service.close()
    })

    // oxfmt-ignore
    const kinds: [what: string, definition: NewProvider['definition'], more: Partial<NewProvider>, fields: Record<string, string>, hidden: string][] = [
      ['a key in a header',      {},                       {},                key,   canary],
      ['a key in the query',     { in: 'query' },          {},                key,   canary],
      ['a key in a cookie',      { in: 'cookie' },         {},                key,   canary],
      ['a key as a name',        { in: 'basic-username' }, {},                key,   Buffer.from(`${canary}:`).toString('base64')],
      ['a name and a password',  {},                       { kind: 'basic' }, login, Buffer.from(`ada:${canary}`).toString('base64')],
    ]
    const response = (status: string, head: string, body: string) =>
      `HTTP/1.1 ${status}\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
    // oxfmt-ignore
    const failing: [what: string, answer: typeof answer][] = [
      ['hangs up',                  (socket) => socket.destroy()],
      ['speaks no HTTP',            (socket, asked) => socket.end(`what? ${asked}`)],
      ['cuts its answer off',       (socket, asked) => socket.end(response('200 OK', '', asked).slice(0, -3))],
      ['says a status that is none', (socket, asked) => socket.end(response('999 No', `X-Asked: ${asked.split('\r\n')[0]}\r\n`, asked))],
      ['compresses',                (socket, asked) => socket.end(response('200 OK', 'Content-Encoding: br\r\n', asked))],
    ]
    for (const [what, definition, more, fields, hidden] of kinds) {
      test(`${what} stands in no line, no event and no answer, however the service fails`, async () => {
        await removeProvider(warder.operator, 'keys')
        await typed.offer({ ...definition, origins: [at()] }, more)
        const ada = await typed.connected(fields)
        const token = await world.tokenOf(ada)
        for (const [how, failure] of failing) {
          answer = failure
          const failed = await world.call(ada, { url: `${at()}/x` }, token)
          const told = await failed.text()
          assert.equal(failed.status, 502, `${how}: ${told}`)
          await nowhere([canary, hidden], ada, told)
        }
      })
    }

    test('an OAuth token and our own secret stand nowhere either', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      await world.called(ada, {}, token)
      const sent = String(world.service.seen.at(-1)?.headers['authorization']).slice(7)
      world.service.answers.set('/gone', (gone) => gone.destroy())
      const failed = await world.call(ada, { url: `${world.service.origin}/gone` }, token)
      await nowhere([sent, world.service.secret], ada, await failed.text())
    })

    async function nowhere(secrets: readonly string[], ada: Connected, told: string): Promise<void> {
      const { db } = warder.app
      const places = [
        told,
        warder.lines.join(''),
        JSON.stringify(await db.selectFrom('audit_event').selectAll().execute()),
        JSON.stringify(await db.selectFrom('vault_connection').selectAll().execute()),
        JSON.stringify(await db.selectFrom('vault_provider').selectAll().execute()),
        (await ada.browser.open(`/account/connections/${ada.connection.id}`)).html,
      ]
      for (const secret of secrets)
        for (const place of places) {
          const found = place.indexOf(secret)
          assert.equal(found, -1, place.slice(Math.max(0, found - 200), found + 40))
        }
    }
  },
  withVault,
)

import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { guard, type Guard } from '../../../packages/guard/src/index.ts'
import { secretsFrom } from '../../../packages/warder/src/crypto/secrets.ts'
import { loadConfig } from '../../../packages/warder/src/config/load.ts'
import { createKeyRing, type KeyRing } from '../../../packages/warder/src/signing-keys/ring.ts'
import { listKeys, rotateKeys, type Rotation } from '../../../packages/warder/src/signing-keys/rotate.ts'
import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import { stores, type FreshStore } from '../../support/services.ts'

const audience = 'https://api.example'
const lifetime = 600
const step = 12
const secrets = secretsFrom([{ id: 'a', key: Buffer.alloc(32, 1) }])
const ours = ['ten_acme', 'ten_globex', 'ten_initech'] as const
type Ours = (typeof ours)[number]
const rotating: Ours = 'ten_acme'
const others = ours.filter((one) => one !== rotating)

for (const [name, fresh] of stores()) {
  describe(`the keys of several tenants on ${name}`, () => {
    let store: FreshStore
    let db: Db
    let keys: KeyRing
    let server: Server
    let rotate: (change?: Partial<Rotation>) => Promise<unknown>
    let now = 1_800_000_000
    /** An API of each tenant, which goes by the key set as it is served, and an hour is over in a moment. */
    const apis = {} as Record<Ours, Guard> // filled before the first test
    const issuerOf = (tenant_id: string) =>
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/${tenant_id}`

    before(async () => {
      store = await fresh()
      db = openStore(store.url)
      await migrate(db, { now })
      for (const id of ours)
        await db
          .insertInto('tenant')
          .values({ id, directory_id: 'dir_common', slug: id, name: id, issuer: id, created_at: now })
          .execute()
      keys = createKeyRing({ db, secrets, now: () => now })
      server = createServer((request, response) => {
        void serve(request.url ?? '').then(({ status, body, headers }) =>
          response.writeHead(status, headers).end(body),
        )
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const settings = { issuer: 'https://id.example', database_url: store.url, secret: 'x'.repeat(64) }
      const flags = { ...settings, access_token_ttl: `${lifetime}s` }
      const loaded = await loadConfig({ flags, env: {}, purpose: 'command' })
      assert.ok(loaded.ok)
      rotate = (change = {}) =>
        rotateKeys(
          { config: loaded.config, db, keys, now: () => now, secrets },
          { tenant_id: rotating, ...change },
        )
      const clock = { now: () => now, elapsed: () => now }
      const onIssuerError = (error: Error) => assert.fail(error)
      for (const id of ours)
        apis[id] = guard({ issuer: issuerOf(id), audience, clock, onIssuerError, log: () => undefined })
    })
    after(async () => {
      for (const api of Object.values(apis)) api.close()
      server.closeAllConnections()
      server.close()
      await closeStore(db)
      await store.drop()
    })

    /** What a server for these tenants tells of each. */
    async function serve(path: string) {
      const headers = { 'content-type': 'application/json' }
      const [, tenant_id = '', document] = path.split('/')
      if (document === 'jwks.json') {
        const { body, max_age } = await keys.jwks(tenant_id)
        return { status: 200, body, headers: { ...headers, 'cache-control': `max-age=${max_age}` } }
      }
      const issuer = issuerOf(tenant_id)
      const body = JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks.json` })
      return { status: document === '.well-known' ? 200 : 404, body, headers }
    }
    const mint = async (tenant_id: Ours) => {
      const claims = { iss: issuerOf(tenant_id), aud: audience, sub: 'usr_ada', client_id: 'cli_notes' }
      const times = { iat: now, exp: now + lifetime, jti: `${tenant_id} ${now}` }
      return signJwt(await keys.signer(tenant_id, 'ES256'), 'at+jwt', { ...claims, ...times })
    }
    const isTaken = async (tenant_id: Ours, token: string) => {
      const headers = { authorization: `Bearer ${token}` }
      return (await apis[tenant_id].authenticate(new Request(audience, { headers }))).ok
    }
    const snapshot = async () =>
      Promise.all(
        others.map(async (id) => ({
          listed: await listKeys({ db, now: () => now }, id),
          ...(await keys.jwks(id)),
        })),
      )

    test('F-31 those of one are rotated twenty times, and no API refuses a token: neither its own nor those of others', async () => {
      for (const id of ours) await mint(id)
      now += 600
      const before = await snapshot()
      let alive: { of: Ours; token: string; exp: number }[] = []
      let verified = 0
      for (let turn = 0; turn < 20 * 40; turn++, now += step) {
        if (turn % 40 === 20) await rotate()
        for (const of of ours) alive.push({ of, token: await mint(of), exp: now + lifetime })
        // A token that was just made, and one in its last moments.
        const looked = [...alive.slice(-3), ...alive.filter(({ exp }) => exp <= now + step)]
        for (const { of, token } of looked) {
          assert.ok(await isTaken(of, token), `of ${of} in turn ${turn}`)
          verified++
        }
        alive = alive.filter(({ exp }) => exp > now + step)
      }
      assert.ok(verified > 4000, `${verified}`)
      assert.deepEqual(await snapshot(), before, 'the others have the keys that they had')
      const own = await listKeys({ db, now: () => now }, rotating)
      assert.equal(own.length, 21)
    })

    test('in an emergency of one, its tokens end and those of the others do not', async () => {
      const before = await snapshot()
      const tokens = new Map(await Promise.all(ours.map(async (id) => [id, await mint(id)] as const)))
      await rotate({ emergency: true })
      // As soon as the key set that an API keeps is over.
      now += 301
      for (const [id, token] of tokens) assert.equal(await isTaken(id, token), id !== rotating, id)
      for (const id of ours) assert.ok(await isTaken(id, await mint(id)), id)
      assert.deepEqual(await snapshot(), before)
    })

    test('a token of one is none of another, whoever has signed it', async () => {
      const [one, two] = others as [Ours, Ours]
      assert.equal(await isTaken(two, await mint(one)), false)
      const claims = { iss: issuerOf(two), aud: audience, sub: 'usr_ada', client_id: 'cli_notes' }
      const signer = await keys.signer(one, 'ES256')
      const forged = signJwt(signer, 'at+jwt', { ...claims, iat: now, exp: now + 60, jti: 'x' })
      assert.equal(await isTaken(two, forged), false)
    })
  })
}

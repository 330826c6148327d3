import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks, signJwt, verifyJwt, type VerificationKey } from '@warder/protocol'
import { createKeyRing, type KeyRing } from '../../../packages/warder/src/signing-keys/ring.ts'
import { rotateKeys } from '../../../packages/warder/src/signing-keys/rotate.ts'
import { secretsFrom } from '../../../packages/warder/src/crypto/secrets.ts'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { loadConfig } from '../../../packages/warder/src/config/load.ts'
import { stores, type FreshStore } from '../../support/services.ts'

const tenant_id = 'ten_default'
const issuer = 'https://warder.example'
const lifetime = 600
const start = 1_800_000_000
const secrets = secretsFrom([{ id: 'a', key: Buffer.alloc(32, 1) }])

/** Less than an instance keeps what it read of the keys. */
const step = 4

/** An API: it keeps a key set for a share of what it may, and asks for no other, whatever it is shown. */
type Verifier = { keys: readonly VerificationKey[]; until: number; share: number }

for (const [name, fresh] of stores()) {
  describe(`two instances on one ${name}`, () => {
    let store: FreshStore
    let databases: [Db, Db]
    let now = start
    before(async () => {
      store = await fresh()
      databases = [openStore(store.url), openStore(store.url)]
      await migrate(databases[0], { now })
    })
    after(async () => {
      for (const db of databases) await closeStore(db)
      await store.drop()
    })

    const ringOf = (db: Db) => createKeyRing({ db, secrets, now: () => now })
    const signToken = async (ring: KeyRing): Promise<string> =>
      signJwt(await ring.signer(tenant_id, 'ES256'), 'at+jwt', {
        iss: issuer,
        aud: issuer,
        sub: 'usr_ada',
        iat: now,
        exp: now + lifetime,
      })
    const look = async (verifier: Verifier, ring: KeyRing) => {
      if (now < verifier.until) return
      const { body, max_age } = await ring.jwks(tenant_id)
      verifier.keys = importJwks(JSON.parse(body))
      verifier.until = now + max_age * verifier.share
    }
    const unretired = () =>
      databases[0].selectFrom('signing_key').select('kid').where('retired_at', 'is', null).execute()

    test('F-31 keys are rotated twenty times, some at once, and an API that keeps the key set refuses no token', async () => {
      const loaded = await loadConfig({
        flags: { issuer, database_url: store.url, secret: 'x'.repeat(64), access_token_ttl: `${lifetime}s` },
        env: {},
        purpose: 'command',
      })
      assert.ok(loaded.ok)
      const rings = databases.map(ringOf) as [KeyRing, KeyRing]
      const rotate = (which: 0 | 1) =>
        rotateKeys(
          { config: loaded.config, db: databases[which], keys: rings[which], now: () => now, secrets },
          { tenant_id, alg: 'ES256' },
        )
      const verifiers: Verifier[] = [1, 0.7, 0.4].map((share) => ({ keys: [], until: 0, share }))
      await signToken(rings[0])

      let alive: { token: string; exp: number }[] = []
      let verified = 0
      let rotations = 0
      let next = start
      const signers = new Set<string>()
      // Some come before the key of the last one has begun to sign, and every third from both sides at once.
      for (const end = start + 20 * 330; now < end; now += step) {
        const minted = [rings[0], rings[1], rings[0], rings[1]].map(signToken)
        if (rotations < 20 && now >= next) {
          const which = rotations % 2 === 0 ? 0 : 1
          const both = rotations % 3 === 2 ? ([0, 1] as const) : ([which] as const)
          const done = await Promise.allSettled(both.map(rotate))
          assert.ok(done.some(({ status }) => status === 'fulfilled'))
          assert.equal((await unretired()).length, 1)
          rotations++
          next = now + (which === 0 ? 540 : 100)
          // The instance is started anew in the middle of it.
          rings[which] = ringOf(databases[which])
        }
        const tokens = (await Promise.all(minted)).map((token) => ({ token, exp: now + lifetime }))
        alive.push(...tokens)
        // The moments that count: a token that was just made, and its last.
        const last = alive.filter(({ exp }) => exp <= now + step && exp > now)
        alive = alive.filter(({ exp }) => exp > now + step)
        for (const [at, verifier] of verifiers.entries()) {
          await look(verifier, rings[at % 2 === 0 ? 0 : 1])
          for (const { token } of [...tokens, ...last]) {
            const answer = verifyJwt(token, verifier.keys, {
              typ: 'at+jwt',
              issuer,
              audience: issuer,
              now,
              leeway: 0,
            })
            assert.ok(answer.ok, `${now - start} s and ${rotations} rotations after the start`)
            signers.add(answer.header.kid ?? '')
            verified++
          }
        }
      }
      assert.ok(rotations === 20 && verified > 10_000 && signers.size > 5, `${verified} by ${signers.size}`)
    })
  })
}

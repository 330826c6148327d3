import { setTimeout as sleep } from 'node:timers/promises'
import { OutboundError, type CredentialStore, type StoredRecord } from '@warder/outbound'
import type { Seconds } from '@warder/protocol'
import type { App } from '../app.ts'
import { newId } from '../crypto/tokens.ts'
import * as connections from '../store/vault/connections.ts'
import { grantPlace, sealedGrant } from './sealed-grant.ts'

/** The holder of a lock counts as alive so long without a word. */
const alive: Seconds = 5
/** Milliseconds between two words of it, and between two tries of whoever waits. */
const word = 1_000
const pause = 40
/** Twenty seconds of them. */
const mostTries = 500

/**
 * One connection as the store that `@warder/outbound` renews tokens in: sealed in the database, where instances take turns by
 * a lock that the next one gets a few seconds after its holder died. Whoever lost the lock does not write.
 */
export function connectionStore(app: Pick<App, 'db' | 'secrets' | 'now'>, id: string): CredentialStore {
  const { db, secrets, now } = app
  const holder = newId('run')

  const get = async (): Promise<StoredRecord | undefined> => {
    const row = await db
      .selectFrom('vault_connection')
      .select('grant_sealed')
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) return undefined
    const opened = secrets.open(grantPlace(id), row.grant_sealed)
    if (!opened) throw new OutboundError('STORE_CORRUPT', 'the tokens of this connection cannot be opened')
    return JSON.parse(opened.toString('utf8')) as StoredRecord // sealed by `set`, here and below
  }

  return {
    get,
    set: async (_id, record) => {
      const { reauth_required_at: ended, scope } = record.data
      const written = await connections.setGrantByHolder(db, id, holder, {
        grant_sealed: sealedGrant(secrets, id, record),
        reauth_required_at: ended === undefined ? null : now(),
        ...(typeof scope === 'string' && { scope }),
      })
      if (!written)
        throw new OutboundError('LOCK_TIMEOUT', 'another one renews the tokens of this connection')
    },
    delete: () =>
      Promise.reject(new OutboundError('STORE_UNAVAILABLE', 'people remove connections themselves')),
    list: () => Promise.resolve([id]),
    withLock: async (_id, work) => {
      await taken(app, id, holder)
      const beat = setInterval(() => {
        // Whoever cannot say that it lives loses the lock, and notices when it writes.
        connections.keepLock(db, id, holder, now() + alive).catch(() => undefined)
      }, word)
      try {
        return await work()
      } finally {
        clearInterval(beat)
        await connections.unlock(db, id, holder)
      }
    },
  }
}

/** Waits for its turn. @throws OutboundError LOCK_TIMEOUT */
async function taken({ db, now }: Pick<App, 'db' | 'now'>, id: string, holder: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const at = now()
    if (await connections.lock(db, id, { holder, now: at, until: at + alive })) return
    await sleep(pause)
  }
  throw new OutboundError('LOCK_TIMEOUT', 'the tokens of this connection are being renewed', {
    retryable: true,
  })
}

import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import * as accessTokens from '../../../packages/warder/src/store/oauth/access-tokens.ts'
import { removeExpiredTokens } from '../../../packages/warder/src/store/oauth/clean-up.ts'
import * as grants from '../../../packages/warder/src/store/oauth/grants.ts'
import * as refreshTokens from '../../../packages/warder/src/store/oauth/refresh-tokens.ts'
import * as sessions from '../../../packages/warder/src/store/people/sessions.ts'
import { day, hour } from '../../../packages/warder/src/time.ts'
import { addUser, onEveryStore, sessionRow } from '../open-stores.ts'

const month = 30 * day
const paced = (batch: number) => ({ batch, stop: () => false })

/** What there was of a grant at the time 0, and at which moments a clean-up still keeps it or no longer does. */
type Case = {
  what: string
  access?: number
  refresh?: number
  spent?: boolean
  offline?: boolean
  revoked?: number
  session?: 'idle' | 'none'
  kept: number[]
  gone: number
}

// oxfmt-ignore
const cases: Case[] = [
  { what: 'a code that nobody redeemed',            kept: [0, 600],          gone: 2 * day },
  { what: 'an access token alone',                  access: 900,             kept: [0, 900], gone: 2 * day },
  { what: 'a session that rests too long',          access: 900, refresh: month, session: 'idle', kept: [0, day], gone: 10 * day },
  { what: 'a session that was removed',             access: 900, refresh: month, session: 'none', kept: [0, 900], gone: 2 * day },
  { what: 'a session that lives',                   access: 900, refresh: month, kept: [0, 2 * day, 20 * day], gone: month + 2 * day },
  { what: 'offline, and its session long removed',  access: 900, refresh: month, session: 'none', offline: true, kept: [0, 2 * day, 20 * day], gone: month + 2 * day },
  { what: 'offline, and its last token spent',      refresh: month, spent: true, offline: true, kept: [0, 600], gone: 2 * day },
  { what: 'offline, and revoked',                   refresh: month, offline: true, revoked: 100, kept: [0, 600], gone: 2 * day },
  { what: 'spent, and an access token still lives', access: 3 * day, refresh: month, spent: true, offline: true, kept: [2 * day], gone: 5 * day },
]

onEveryStore('the clean-up', (store) => {
  before(() => addUser(store.db, 'usr_ada'))
  beforeEach(async () => {
    await store.db.deleteFrom('oauth_grant').execute()
    await store.db.deleteFrom('session').execute()
  })

  async function grant(id: string, one: Omit<Case, 'what' | 'kept' | 'gone'>): Promise<void> {
    const { db } = store
    const session_id = `ses_${id}`
    if (one.session !== 'none') await session(session_id, one.session === 'idle' ? 2 * day : 2 * month)
    await grants.insert(db, {
      id,
      tenant_id: 'ten_default',
      client_id: 'cli_notes',
      user_id: 'usr_ada',
      session_id,
      offline_at: one.offline ? 0 : null,
      scope: '',
      resource: '',
      amr: 'pwd',
      auth_time: 0,
      created_at: 0,
      revoked_at: one.revoked ?? null,
    })
    if (one.access !== undefined)
      await accessTokens.insert(db, { jti: `jti_${id}`, grant_id: id, expires_at: one.access })
    if (one.refresh === undefined) return
    const token_hash = `hash_${id}`
    await refreshTokens.insert(db, {
      token_hash,
      grant_id: id,
      client_id: 'cli_notes',
      created_at: 0,
      expires_at: one.refresh,
    })
    if (one.spent)
      await refreshTokens.spend(db, token_hash, { hash: `${token_hash}_2`, sealed: 'sealed' }, 50)
  }

  async function session(id: string, idle_expires_at: number): Promise<void> {
    const row = sessionRow(id, 'usr_ada', { idle_expires_at, expires_at: 2 * month })
    await sessions.insert(store.db, { ...row, token_hash: null })
  }

  const left = async () => (await store.db.selectFrom('oauth_grant').select('id').execute()).length

  for (const one of cases) {
    test(`of a grant: ${one.what}`, async () => {
      await grant('gra_1', one)
      for (const now of one.kept) {
        await removeExpiredTokens(store.db, now, now - 10, paced(100))
        assert.equal(await left(), 1, `kept at ${now}`)
      }
      await removeExpiredTokens(store.db, one.gone, one.gone - 10, paced(100))
      assert.equal(await left(), 0)
    })
  }

  test('goes on until there is less than a batch of it', async () => {
    for (let i = 0; i < 7; i++) await grant(`gra_${i}`, { access: 100, refresh: 200, spent: true })
    await grant('gra_alive', { access: 3 * day, refresh: month })
    await removeExpiredTokens(store.db, 2 * hour, 2 * hour, paced(3))
    const { db } = store
    assert.deepEqual(await db.selectFrom('oauth_grant').select('id').execute(), [{ id: 'gra_alive' }])
    assert.equal((await db.selectFrom('access_token').select('jti').execute()).length, 1)
  })

  test('a spent token stays while its family lives, without the answer that was kept for a repeat', async () => {
    for (let i = 0; i < 5; i++) {
      await grant(`gra_${i}`, { refresh: month, spent: true })
      const successor = { token_hash: `hash_gra_${i}_2`, grant_id: `gra_${i}`, client_id: 'cli_notes' }
      await refreshTokens.insert(store.db, { ...successor, created_at: 50, expires_at: month })
    }
    const answers = async () =>
      (
        await store.db
          .selectFrom('refresh_token')
          .select('token_hash')
          .where('successor_sealed', 'is not', null)
          .execute()
      ).length
    await removeExpiredTokens(store.db, 60, 50, paced(2))
    assert.equal(await answers(), 5, 'within the grace window')
    await removeExpiredTokens(store.db, 2 * hour, 2 * hour - 10, paced(2))
    assert.equal(await answers(), 0)
    assert.equal((await refreshTokens.find(store.db, 'hash_gra_0'))?.consumed_at, 50)
  })

  test('thousands of spent tokens of one grant go a batch at a time, and the grant after them', async () => {
    const { db } = store
    await grant('gra_old', { refresh: month, spent: true, offline: true, revoked: 100 })
    const spent = Array.from({ length: 500 }, (_, i) => `old_${i}`)
    for (const token_hash of spent) {
      const one = { token_hash, grant_id: 'gra_old', client_id: 'cli_notes' }
      await refreshTokens.insert(db, { ...one, created_at: 0, expires_at: month })
    }
    await db.updateTable('refresh_token').set({ consumed_at: 60 }).where('consumed_at', 'is', null).execute()
    // What stood when the clean-up was told to stop, batch by batch.
    const seen: number[] = []
    for (let asked = 0; seen.at(-1) !== 0 && seen.length < 20; asked = 0) {
      await removeExpiredTokens(db, 2 * day, 0, { batch: 100, stop: () => ++asked > 5 })
      seen.push((await db.selectFrom('refresh_token').select('token_hash').execute()).length)
    }
    assert.deepEqual(seen.slice(0, 3), [401, 301, 201])
    await removeExpiredTokens(db, 2 * day, 0, paced(100))
    assert.equal(await left(), 0)
  })
})

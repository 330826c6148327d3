import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery, createQueryId, sql, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { removeExpired, expiring } from '../../packages/warder/src/store/expired.ts'
import * as approvalNotices from '../../packages/warder/src/store/oauth/notices/approval-notices.ts'
import { removeExpiredTokens } from '../../packages/warder/src/store/oauth/clean-up.ts'
import * as clients from '../../packages/warder/src/store/oauth/clients.ts'
import * as consents from '../../packages/warder/src/store/oauth/consents.ts'
import * as grants from '../../packages/warder/src/store/oauth/grants.ts'
import * as logoutNotices from '../../packages/warder/src/store/oauth/notices/logout-notices.ts'
import * as opaqueTokens from '../../packages/warder/src/store/oauth/opaque-tokens.ts'
import * as refreshTokens from '../../packages/warder/src/store/oauth/refresh-tokens.ts'
import * as revocations from '../../packages/warder/src/store/oauth/revocations.ts'
import * as holders from '../../packages/warder/src/store/oauth/token-holders.ts'
import * as oneTimeTokens from '../../packages/warder/src/store/one-time-tokens.ts'
import type { Db } from '../../packages/warder/src/store/open.ts'
import * as outbox from '../../packages/warder/src/store/operations/outbox.ts'
import * as devices from '../../packages/warder/src/store/people/devices.ts'
import * as sessions from '../../packages/warder/src/store/people/sessions.ts'
import * as usage from '../../packages/warder/src/store/programs/api-key-usage.ts'
import * as apiKeys from '../../packages/warder/src/store/programs/api-keys.ts'
import * as credentials from '../../packages/warder/src/store/services/credentials.ts'
import { onEveryStore } from './open-stores.ts'

const five = ['a', 'b', 'c', 'd', 'e'] as const
const described = { tenant_id: 't', client_id: 'https://tools.example/client.json' }
const at = { spent: { hash: 'h', sealed: null }, now: 9, batch: 50 }

/** What a request of the OAuth endpoints asks the database, and what is done again and again behind them, as they stand in the program. */
const asked: [what: string, ask: (db: Db) => unknown][] = [
  ['a client', (db) => clients.find(db, 't', 'x')],
  ['a client that describes itself', (db) => clients.find(db, 't', described.client_id)],
  ['the clients of a tenant', (db) => clients.list(db, 't', at.batch, 'x')],
  ['what was allowed it', (db) => consents.find(db, { ...described, user_id: 'x' })],
  ['who a token speaks for', (db) => holders.findHolder(db, 'x', five, 1, at.now)],
  ['whether a token was revoked', (db) => holders.isRevoked(db, five, 1, at.now)],
  ['whether anything it came of was', (db) => holders.isAnyRevoked(db, five, 1, at.now)],
  ['whether an account is open', (db) => holders.isActive(db, 'x')],
  ['what an opaque token says', (db) => opaqueTokens.find(db, 'x', at.now)],
  ['a refresh token with its family', (db) => refreshTokens.find(db, 'x')],
  ['the exchange of a refresh token', (db) => refreshTokens.spend(db, 'x', at.spent, at.now)],
  ['whether a grant stands', (db) => grants.hold(db, 'x')],
  [
    'the end of the grants of a client',
    (db) => grants.revokeOfClient(db, { ...described, client_id: 'x' }, at.now),
  ],
  ['the same of one that describes itself', (db) => grants.revokeOfClient(db, described, at.now)],
  ['the end of the grants of a person', (db) => grants.revokeOfUser(db, 'x', at.now)],
  ['the end of the grants of sessions', (db) => grants.revokeOfSessions(db, ['x', 'y'], at.now)],
  ['a one-time token', (db) => oneTimeTokens.find(db, 'authorization_code', 'x')],
  ['the use of a one-time token', (db) => oneTimeTokens.consume(db, 'authorization_code', 'x', at.now)],
  ['what waits for a person', (db) => oneTimeTokens.liveOf(db, 'backchannel_request', 'x', at.now)],
  ['a session by its id', (db) => sessions.findLiveById(db, 'x', at.now)],
  ['news of revocations', (db) => revocations.after(db, 1, at.batch, at.now)],
  ['who is to be told of the end of a session', (db) => logoutNotices.due(db, at.now, at.batch)],
  ['who is to be told of an answer', (db) => approvalNotices.due(db, at.now, at.batch)],
  [
    'the clean-up of tokens',
    (db) => removeExpiredTokens(db, at.now, at.now, { batch: at.batch, stop: () => false }),
  ],
  ['the clean-up of ended sessions', (db) => sessions.removeOver(db, 'revoked_at', at.now, at.batch)],
  ['the clean-up of expired sessions', (db) => sessions.removeOver(db, 'expires_at', at.now, at.batch)],
  ['the clean-up of devices', (db) => devices.removeUnseen(db, at.now, at.batch)],
  ['the clean-up of messages', (db) => outbox.removeOld(db, at.now, at.batch)],
  ['the clean-up of credentials', (db) => credentials.removeRevoked(db, at.now, at.batch)],
  ['the clean-up of API keys', (db) => apiKeys.removeOver(db, 'revoked_at', at.now, at.batch)],
  ['the clean-up of what keys were used', (db) => usage.removeBefore(db, '2026-01-01', at.batch)],
  ['messages that are due', (db) => outbox.due(db, 'email', at.now, at.batch)],
  ...expiring.map((table): [string, (db: Db) => unknown] => [
    `the clean-up of ${table}`,
    (db) => removeExpired(db, table, at.now, at.batch),
  ]),
]

/** Plans of a database that has so many rows that reading them all is no way. */
const plans = {
  sqlite: async (db: Db, { sql: text, parameters }: CompiledQuery) => {
    const { rows } = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
    )
    return rows.map(({ detail }) => detail)
  },
  postgres: async (db: Db, { sql: text, parameters }: CompiledQuery) =>
    db.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx)
      const { rows } = await tx.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain ${text}`, [...parameters]),
      )
      return rows.map((row) => row['QUERY PLAN'])
    }),
}

/** What is built by way of it. Arguments that a prepared query has a place for become a number, which passes for a text. */
function watch(db: Db): { watched: Db; built: () => CompiledQuery[] } {
  const nodes: RootOperationNode[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => Promise.resolve(result),
  }
  const built = () =>
    nodes.map((node) => {
      const query = db.getExecutor().compileQuery(node, createQueryId())
      return {
        ...query,
        parameters: query.parameters.map((value) =>
          typeof value === 'object' && value !== null ? '1' : value,
        ),
      }
    })
  return { watched: db.withPlugin(plugin), built }
}

onEveryStore('with millions of rows', (store, kind) => {
  for (const [what, ask] of asked) {
    test(`${what} is found by an index`, async () => {
      const { watched, built } = watch(store.db)
      await ask(watched)
      const queries = built()
      assert.ok(queries.length > 0)
      for (const query of queries) {
        const plan = await plans[kind](store.db, query)
        const text = `${query.sql}\n${plan.join('\n')}`
        // What SQLite makes of a part has a plan of its own above, and is read whole.
        const made = plan.flatMap((line) => /^CO-ROUTINE (\w+)$/.exec(line)?.[1] ?? [])
        const scans = plan.filter((line) => /^SCAN (?!CONSTANT)|Seq Scan/.test(line))
        assert.deepEqual(
          scans.filter((line) => !made.some((part) => line === `SCAN ${part}`)),
          [],
          text,
        )
        // An index that is read from end to end has no condition.
        const read = plan.filter((line) => / Scan .*using|Bitmap Index Scan/.test(line)).length
        const conditions = plan.filter((line) => /Index Cond/.test(line)).length
        assert.ok(read <= conditions, text)
      }
    })
  }
})

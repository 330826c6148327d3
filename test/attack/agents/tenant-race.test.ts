import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import * as oneTimeTokens from '../../../packages/warder/src/store/one-time-tokens.ts'
import { eventually } from '../../support/eventually.ts'
import { withAgents, work } from '../../support/people/agents.ts'
import { holder, looksAfterAgents, tenantAgent } from '../../support/people/tenant-agents.ts'
import { stores } from '../../support/services.ts'
import { json, startWarder } from '../../support/warder.ts'

const page = '/account/agents'

// oxfmt-ignore
const races: [first: 'yes' | 'no', second: 'allow' | 'deny', then: number][] = [
  ['yes', 'allow', 200],
  ['yes', 'deny',  200],
  ['no',  'allow', 403],
  ['no',  'deny',  403],
]
for (const [first, second, then] of races) {
  test(`AG-09 after a ${first} to an agent of the tenant, a ${second} that had been read before it finds nothing`, async () => {
    const [, fresh] = stores().find(([name]) => name === 'postgres') ?? assert.fail()
    const store = await fresh()
    const warder = await startWarder({ ...withAgents, database_url: store.url })
    const { db } = warder.app
    const [ada, bob] = [await holder(warder, looksAfterAgents), await holder(warder, looksAfterAgents)]
    const { ask } = await tenantAgent(warder, ada, { sensitive_actions: [work.action] })
    const { auth_req_id } = await json<{ auth_req_id: string }>(await ask())
    const browser = await bob.signIn()
    const form = await browser.open(page)
    const { now } = warder.clock
    const row = await oneTimeTokens.findLive(db, 'agent_approval', auth_req_id, now)
    assert.ok(row)
    const waits = async () => {
      const locks = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await locks.execute(db)).rows.length > 0
    }
    const late = await db.transaction().execute(async (tx) => {
      const question = JSON.parse(row.data) as object
      const done =
        first === 'yes'
          ? await oneTimeTokens.setData(tx, row, { ...question, allowed: true }, now)
          : await oneTimeTokens.end(tx, 'agent_approval', { ...row, subject: 'ten_default' }, now)
      assert.ok(done)
      const answer = browser.submit(form, `${page}/answer`, { decision: second })
      await eventually('the other answer waits for its turn', waits)
      return { answer }
    })
    assert.equal((await late.answer).status, 404)
    assert.equal((await ask(undefined, { auth_req_id })).status, then)
    await warder.close()
    await store.drop()
  })
}

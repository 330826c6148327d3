import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../../packages/warder/src/time.ts'
import { eventually } from '../../support/eventually.ts'
import { startWarder } from '../../support/warder.ts'

/** Of the old event and the newer one. */
// oxfmt-ignore
const table: [keep: string, left: string[]][] = [
  ['30d', ['req-new']],
  ['0',   ['req-old', 'req-new']],
]
for (const [keep, left] of table) {
  test(`with audit.keep at ${keep} the clean-up leaves ${left.join(' and ')} in the audit`, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const warder = await startWarder({ 'audit.keep': keep })
    const { db } = warder.app
    const { now } = warder.clock
    const { id: user_id } = await warder.user()
    const tenant_id = 'ten_default'
    const event = {
      type: 'user.updated',
      outcome: 'succeeded',
      tenant_id,
      actor: user_id,
      subject: user_id,
      client_id: null,
      session_id: null,
      address: '',
      user_agent: '',
      detail: '{}',
    }
    await db.deleteFrom('audit_event').execute()
    for (const [request_id, age] of [
      ['req-old', 31],
      ['req-new', 29],
    ] as const)
      await db
        .insertInto('audit_event')
        .values({ ...event, request_id, time: now - age * day })
        .execute()
    // The clean-up comes to tokens last of all: once this one is gone, it has been at the audit.
    const grant = {
      id: 'gra_x',
      tenant_id,
      client_id: 'cli_x',
      user_id,
      session_id: 'ses_x',
      offline_at: null,
    }
    const rest = { scope: '', resource: '', amr: 'pwd', auth_time: 1, created_at: 1, revoked_at: null }
    await db
      .insertInto('oauth_grant')
      .values({ ...grant, ...rest, review_at: now + day })
      .execute()
    await db.insertInto('access_token').values({ jti: 'x', grant_id: 'gra_x', expires_at: 1 }).execute()
    await warder.start()
    const found = async () => {
      const events = await db.selectFrom('audit_event').select('request_id').orderBy('seq').execute()
      return events.map(({ request_id }) => request_id).filter((one) => one.startsWith('req-'))
    }
    await eventually('the clean-up is done', async () => {
      // More than once: while the process is busy the audit waits.
      t.mock.timers.tick(60_000)
      const tokens = await db.selectFrom('access_token').select('jti').where('jti', '=', 'x').execute()
      const sealed = await db.selectFrom('audit_seal').select('number').execute()
      return tokens.length === 0 && sealed.length > 0 && (await found()).length <= left.length
    })
    assert.deepEqual(await found(), left)
    await warder.close()
  })
}

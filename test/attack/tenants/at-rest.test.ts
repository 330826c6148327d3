import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as approvalNotices from '../../../packages/warder/src/store/oauth/notices/approval-notices.ts'
import * as logoutNotices from '../../../packages/warder/src/store/oauth/notices/logout-notices.ts'
import * as signingKeys from '../../../packages/warder/src/store/oauth/signing-keys.ts'
import * as credentials from '../../../packages/warder/src/store/services/credentials.ts'
import { resumeTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('a tenant that is suspended, at rest', (warder) => {
  test('TN-17 it tells nobody anything and renews nothing, until it goes on', async () => {
    const acme = await makeTenant(warder, 'acme')
    const other = await makeTenant(warder, 'other')
    const { db } = warder.app
    const year = 366 * 86_400
    for (const world of [acme, other]) {
      const { id: tenant_id, slug } = world.tenant
      const { id: user_id } = await world.user('ada@example.com', { roles: ['admin'] })
      const { client_id } = await world.client()
      const now = warder.clock.now
      const due = { client_id, attempts: 0, next_attempt_at: now }
      const logout = {
        ...due,
        id: `logout-${slug}`,
        tenant_id,
        user_id,
        session_id: 'ses_1',
        created_at: now,
      }
      await db.insertInto('logout_notice').values(logout).execute()
      const question = { token_hash: `asked-${slug}`, purpose: 'backchannel', subject: user_id, data: '{}' }
      await db
        .insertInto('one_time_token')
        .values({ ...question, created_at: now, expires_at: now + year, consumed_at: null })
        .execute()
      await db
        .insertInto('approval_notice')
        .values({ ...due, id: question.token_hash })
        .execute()

      const headers = { authorization: `Bearer ${await world.token()}` }
      const made = await warder.post(world.at('/api/service-accounts'), { name: 'Builds' }, headers)
      const { id } = await json<{ id: string }>(made)
      const credential = { type: 'rotating_secret', name: 'one' }
      const path = world.at(`/api/service-accounts/${id}/credentials`)
      assert.equal((await warder.post(path, credential, headers)).status, 201)
    }
    const waiting = async () => {
      const now = warder.clock.now + year
      const tenants = [acme.tenant, other.tenant]
      const of = (rows: readonly { tenant_id: string }[]) =>
        tenants.filter(({ id }) => rows.some(({ tenant_id }) => tenant_id === id)).map(({ slug }) => slug)
      const asked = (await approvalNotices.due(db, now, 100))
        .map(({ id }) => id.replace('asked-', ''))
        .toSorted()
      return {
        logouts: of(await logoutNotices.due(db, now, 100)),
        answers: asked,
        keys: of(await signingKeys.unretiredSince(db, now)),
        credentials: of(await credentials.ended(db, now, 100)),
      }
    }
    const all = (slugs: string[]) => ({ logouts: slugs, answers: slugs, keys: slugs, credentials: slugs })
    assert.deepEqual(await waiting(), all(['acme', 'other']))
    await suspendTenant(acme.by, 'acme')
    assert.deepEqual(await waiting(), all(['other']))
    await resumeTenant(acme.by, 'acme')
    assert.deepEqual(await waiting(), all(['acme', 'other']))
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'
import { csrfOf, signInByCookie, withCookie } from './support.ts'
import { quickest } from '../../support/timing/quickest.ts'

describe('the list of sessions', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ 'session.max': '0' })
    await warder.user()
  })
  after(() => warder.close())

  test('F-40 the list has pages, and what is no page of it is refused', async () => {
    const { cookie } = await signInByCookie(warder)
    for (let n = 0; n < 6; n++) {
      warder.clock.now += 1
      await warder.tokens()
    }
    type Page = { items: { id: string; current: boolean; device: string }[]; next_cursor: string | null }
    const page = async (query: string) =>
      json<Page>(await withCookie(warder, `/auth/sessions?${query}`, cookie))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null && seen.length < 10) {
      const { items, next_cursor }: Page = await page(`limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...items.map(({ id }) => id))
      cursor = next_cursor
    }
    assert.equal(seen.length, 7)
    assert.equal(new Set(seen).size, 7)
    assert.deepEqual(
      (await page('')).items.map(({ id }) => id),
      seen,
    )
    assert.deepEqual(
      (await page('')).items.map(({ current }) => current),
      [...Array<boolean>(6).fill(false), true],
    )
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', "cursor=1.ses_1'--", 'limit=-1'])
      assert.equal((await withCookie(warder, `/auth/sessions?${query}`, cookie)).status, 400, query)
    const csrf = await csrfOf(warder, cookie)
    const ended = await withCookie(warder, '/auth/sessions', cookie, { method: 'DELETE', csrf })
    assert.equal(ended.status, 204)
    assert.equal((await page('')).items.length, 1)
  })

  test("somebody else's session is not there to be ended", async () => {
    await warder.user('bob@example.com')
    const bob = await warder.tokens('bob@example.com')
    const { cookie } = await signInByCookie(warder)
    const { items } = await json<{ items: { id: string; current: boolean }[] }>(
      await withCookie(warder, '/auth/sessions', cookie),
    )
    const mine = items.find(({ current }) => current)!.id
    const refused = await warder.request(`/auth/sessions/${mine}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${bob.access_token}` },
    })
    assert.equal(refused.status, 404)
    assert.equal((await withCookie(warder, '/auth/me', cookie)).status, 200)
  })

  test('F-40 a person with forty thousand sessions sees a page of them at once, and ends them all', async () => {
    const { cookie } = await signInByCookie(warder)
    const mine = await warder.app.db
      .selectFrom('session')
      .select('id')
      .where('token_hash', '=', digest(cookie.split('=')[1] ?? ''))
      .executeTakeFirstOrThrow()
    await sql`
      insert into session
        (id, user_id, directory_id, tenant_id, amr, auth_time, user_agent, address, created_at, last_seen_at,
          idle_expires_at, expires_at)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < 40000)
      select 'ses_n' || n.i, s.user_id, s.directory_id, s.tenant_id, s.amr, s.auth_time, s.user_agent, s.address,
        s.created_at - n.i, s.last_seen_at, s.idle_expires_at, s.expires_at
      from n, session s where s.id = ${mine.id}`.execute(warder.app.db)
    const took = await quickest(async () => {
      const { items } = await json<{ items: unknown[] }>(await withCookie(warder, '/auth/sessions', cookie))
      assert.equal(items.length, 50)
    })
    assert.ok(took < 500, `a page does not wait for the rest of the list, and took ${took} ms`)
    const csrf = await csrfOf(warder, cookie)
    const ended = await withCookie(warder, '/auth/sessions', cookie, { method: 'DELETE', csrf })
    assert.equal(ended.status, 204)
    const left = await json<{ items: unknown[] }>(await withCookie(warder, '/auth/sessions', cookie))
    assert.equal(left.items.length, 1)
  })
})

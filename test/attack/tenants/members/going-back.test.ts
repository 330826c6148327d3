import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { bearer, makeShared } from '../../../support/people/members.ts'
import { linkTo } from '../../../support/people/programs.ts'
import { goodPassword, json } from '../../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string }

onEveryDatabase('a sign-in to one of several tenants', (warder) => {
  let count = 0
  const login = (email: string, tenant: string, password = goodPassword) =>
    warder.post('/auth/login', { email, password, tenant })
  async function member() {
    const acme = await makeShared(warder, `acme-${++count}`)
    const { id, email } = await warder.user(`ada-${count}@example.com`)
    await acme.member(id)
    return { acme, id, email }
  }
  /** Signed in to the tenant first, and from there at the root. */
  async function fromThere() {
    const { acme, id, email } = await member()
    const there = await acme.token(email)
    const switched = await warder.post(`${acme.tenant.prefix}/auth/tenants/default/switch`, {}, bearer(there))
    assert.equal(switched.status, 200, await switched.clone().text())
    const { access_token } = await json<Tokens>(switched)
    return { acme, id, email, there, here: access_token }
  }
  const alive = async (token: string, place = '') =>
    (await warder.get(`${place}/auth/me`, bearer(token))).status === 200

  test('C10 who came to the root from another tenant changes the password, and that session goes on alone', async () => {
    const { acme, there, here } = await fromThere()
    const answer = await warder.post(
      '/auth/change-password',
      { current_password: goodPassword, password: 'ada has another pass phrase' },
      bearer(here),
    )
    assert.equal(answer.status, 200, await answer.clone().text())
    const { access_token } = await json<Tokens>(answer)
    assert.deepEqual(
      [await alive(access_token), await alive(here), await alive(there, acme.tenant.prefix)],
      [true, false, false],
    )
  })

  test('PW-28 and another main address', async () => {
    const { email, here } = await fromThere()
    const next = `new-${email}`
    const asked = await warder.post('/auth/me/email', { email: next }, bearer(here))
    assert.equal(asked.status, 202)
    const token = await linkTo(warder, next, '/confirm-email')
    const answer = await warder.post('/auth/me/emails/confirm', { token }, bearer(here))
    assert.equal(answer.status, 200, await answer.clone().text())
  })

  test('C10 signing out everywhere else leaves the session that asks', async () => {
    const { acme, there, here } = await fromThere()
    const answer = await warder.request('/auth/sessions', { method: 'DELETE', headers: bearer(here) })
    assert.equal(answer.status, 204)
    assert.deepEqual([await alive(here), await alive(there, acme.tenant.prefix)], [true, false])
  })

  test('TN-04 a right password for a tenant that is not theirs is counted and written down like a wrong one', async () => {
    const { id, email } = await member()
    const other = await makeShared(warder, `other-${count}`)
    for (const tenant of [other.tenant.slug, 'nobody']) {
      for (let at = 0; at < 4; at++)
        assert.equal((await login(email, tenant, 'not the password')).status, 401)
      assert.equal((await login(email, tenant)).status, 401)
      // Whoever tries a stolen list would see by the wait which password is right, and nobody would hear of it.
      assert.equal((await login(email, tenant)).status, 429)
      const rows = await warder.app.db
        .selectFrom('audit_event')
        .select(['outcome', 'detail'])
        .where('subject', '=', id)
        .where('type', '=', 'sign_in.password')
        .orderBy('seq', 'desc')
        .execute()
      assert.deepEqual(
        rows.slice(0, 5).map(({ detail }) => JSON.parse(detail) as object),
        Array(5).fill({ reason: 'no_member' }),
      )
      await warder.app.db.deleteFrom('guess').where('user_id', '=', id).execute()
    }
    assert.equal((await warder.post('/auth/login', { email, password: goodPassword })).status, 200)
  })
})

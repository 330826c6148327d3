import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import { nameOf, rows } from '../matrix/table.ts'
import { send, startWorld, type World } from '../matrix/world.ts'

/** What nobody gives themselves. */
const more = {
  id: 'usr_root',
  user_id: 'usr_root',
  roles: ['admin'],
  permissions: ['*'],
  tenant_id: 'ten_other',
  directory_id: 'dir_other',
  email_verified: true,
  email_verified_at: 1,
  disabled_at: null,
  mfa_enabled: true,
  created_at: 1,
}

describe('properties', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
    await warder.user()
  })
  after(() => warder.close())

  test('API3 a profile takes a name and a language, and answers what is known of oneself and no more', async () => {
    const { access_token } = await warder.tokens()
    const bearer = { authorization: `Bearer ${access_token}` }
    const before = await json(await warder.get('/auth/me', bearer))
    const body = JSON.stringify({ full_name: 'Ada L.', email: 'root@example.com', ...more })
    const sized = { 'content-type': 'application/json', 'content-length': String(body.length) }
    const changed = await warder.request('/auth/me', {
      method: 'PUT',
      body,
      headers: { ...bearer, ...sized },
    })
    assert.equal(changed.status, 200)
    const after = await json(await warder.get('/auth/me', bearer))
    assert.deepEqual(after, { ...before, full_name: 'Ada L.' })
    assert.deepEqual(
      Object.keys(after),
      'id email full_name locale roles permissions tenant_id email_verified mfa_enabled created_at last_login'.split(
        ' ',
      ),
    )
  })

  test('API3 a registration and an invitation give the rights that were meant, and no others', async () => {
    const person = { full_name: 'Mallory', password: goodPassword, ...more }
    await warder.post('/auth/register', { email: 'mallory@example.com', ...person })
    const token = await linkTo(warder, 'mallory@example.com', '/verify-email')
    assert.equal((await warder.post('/auth/verify-email', { token, ...more })).status, 200)
    await invite(warder.operator, { email: 'bob@example.com' })
    const invitation = await linkTo(warder, 'bob@example.com', '/invite')
    const accepted = { token: invitation, email: 'root@example.com', ...person }
    assert.equal((await warder.post('/auth/invite', accepted)).status, 200)
    for (const email of ['mallory@example.com', 'bob@example.com']) {
      const { id, roles, permissions, tenant_id } = await findUser(warder.operator, email)
      assert.notEqual(id, 'usr_root')
      assert.deepEqual([roles, permissions, tenant_id], [[], [], 'ten_default'])
    }
    await assert.rejects(findUser(warder.operator, 'root@example.com'), { code: 'not_found' })
  })

  const numbers = [
    '-1',
    '0',
    '1.5',
    '1e309',
    '1e2',
    '9007199254740993',
    'NaN',
    'Infinity',
    '0x10',
    '201',
    '',
    ' 5',
    '٣',
  ]
  for (const number of numbers) {
    test(`DS-11 ?limit=${number} is no number of rows`, async () => {
      const { access_token } = await warder.tokens()
      const answer = await warder.get(`/auth/me/events?limit=${encodeURIComponent(number)}`, {
        authorization: `Bearer ${access_token}`,
      })
      assert.equal(answer.status, 400)
      assert.equal((await json<{ errors: { pointer: string }[] }>(answer)).errors[0]?.pointer, '/limit')
    })
  }
})

describe('a prototype', () => {
  let world: World
  before(async () => (world = await startWorld()))
  after(() => world.stop())

  for (const route of routes) {
    const name = nameOf(route)
    const json = rows[name]?.[2]?.json
    if (!json) continue
    test(`DS-08 in the body of ${name} reaches no object of ours`, async () => {
      // By way of text, because an object literal with this name is something else.
      const hostile = JSON.parse(
        JSON.stringify({ ...json, mark: 1 }).replace(
          '"mark":1',
          '"__proto__":{"polluted":true,"roles":["admin"]},"constructor":{"prototype":{"polluted":true}}',
        ),
      ) as Record<string, unknown>
      const answer = await send(world, await world.become('bearer'), route, { json: hostile })
      // RFC 7644 §3.11: 501 is what some calls answer to everything.
      assert.ok(answer.status < 500 || answer.status === 501, `${answer.status}`)
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
      assert.equal(([] as unknown as Record<string, unknown>)['polluted'], undefined)
    })
  }
})

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { claimsOf } from '../../support/oauth.ts'
import { goodPassword, json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string; token_type: string; expires_in: number }

describe("the tokens of a person's own program", () => {
  let warder: TestWarder
  let tokens: Tokens
  before(async () => {
    warder = await startWarder()
    await warder.user('ada@example.com', { roles: ['admin'] })
  })
  after(() => warder.close())
  beforeEach(async () => {
    tokens = { token_type: '', ...(await warder.tokens()) }
  })

  const refresh = (refresh_token: string) => warder.post('/auth/refresh', { refresh_token })
  const me = async (access_token: string) =>
    (await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status

  test('they are for this server alone and say what the person may do', () => {
    const { aud, client_id, roles, permissions, tenant_id, amr } = claimsOf(tokens.access_token)
    assert.deepEqual(
      { aud, client_id, roles, permissions, tenant_id, amr },
      {
        aud: origin,
        client_id: 'cli_warder',
        roles: ['admin'],
        permissions: ['*'],
        tenant_id: 'ten_default',
        amr: ['pwd'],
      },
    )
  })

  test('a refresh rotates, and a repeat within ten seconds gets the same successor', async () => {
    const first = await refresh(tokens.refresh_token)
    assert.equal(first.status, 200)
    const successor = await json<Tokens>(first)
    assert.deepEqual(Object.keys(successor).toSorted(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ])
    assert.notEqual(successor.refresh_token, tokens.refresh_token)
    warder.clock.now += 9
    assert.deepEqual(await json(await refresh(tokens.refresh_token)), successor)
    assert.equal(await me(successor.access_token), 200)
    assert.deepEqual(claimsOf(successor.access_token)['roles'], ['admin'])
  })

  test('a repeat after that ends the family with 401', async () => {
    const successor = await json<Tokens>(await refresh(tokens.refresh_token))
    warder.clock.now += 10
    const reused = await refresh(tokens.refresh_token)
    assert.equal(reused.status, 401)
    assert.equal((await json(reused))['code'], 'not_authenticated')
    assert.equal((await refresh(successor.refresh_token)).status, 401)
    assert.equal(await me(successor.access_token), 401)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('type')
      .where('type', '=', 'token.reuse_detected')
      .execute()
    assert.equal(events.length, 1)
  })

  test('they end with the session', async () => {
    await warder.post('/auth/logout', {}, { authorization: `Bearer ${tokens.access_token}` })
    assert.equal((await refresh(tokens.refresh_token)).status, 401)
    assert.equal(await me(tokens.access_token), 401)
  })

  test('they end when the session has not been used for long, and a refresh is a use', async () => {
    const { idle } = warder.app.config.session
    warder.clock.now += idle - 1
    const { refresh_token } = await json<Tokens>(await refresh(tokens.refresh_token))
    await warder.app.activity.flush()
    warder.clock.now += idle - 1
    const later = await refresh(refresh_token)
    assert.equal(later.status, 200)
    warder.clock.now += idle
    assert.equal((await refresh((await json<Tokens>(later)).refresh_token)).status, 401)
  })

  test('they end when the person is disabled', async () => {
    const user = await json<{ id: string }>(
      await warder.get('/auth/me', { authorization: `Bearer ${tokens.access_token}` }),
    )
    await setUserDisabled(warder.operator, user.id, true)
    assert.equal((await refresh(tokens.refresh_token)).status, 401)
    assert.equal(await me(tokens.access_token), 401)
    await setUserDisabled(warder.operator, user.id, false)
    assert.equal((await refresh(tokens.refresh_token)).status, 401, 'enabling them brings no old token back')
  })

  test('changing the password ends the tokens of every other session', async () => {
    const other: Tokens = { token_type: '', ...(await warder.tokens()) }
    const authorization = `Bearer ${tokens.access_token}`
    const changed = await warder.post(
      '/auth/change-password',
      { current_password: goodPassword, password: 'another fine long sentence' },
      { authorization },
    )
    assert.equal(changed.status, 200)
    assert.equal((await refresh(other.refresh_token)).status, 401)
    assert.equal(await me(other.access_token), 401)
    const back = { current_password: 'another fine long sentence', password: goodPassword }
    const again: Tokens = await json(
      await warder.post('/auth/login', { email: 'ada@example.com', password: back.current_password }),
    )
    await warder.post('/auth/change-password', back, { authorization: `Bearer ${again.access_token}` })
  })

  test('what is no refresh token, or one of an application, is 401', async () => {
    for (const text of ['x', 'wrt_unknown', tokens.access_token.slice(0, 400)])
      assert.equal((await refresh(text)).status, 401)
  })
})

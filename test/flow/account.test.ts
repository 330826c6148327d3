import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oneTimeTokens from '../../packages/warder/src/store/one-time-tokens.ts'
import { deleteUser, setUserDisabled } from '../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../support/on-every-database.ts'
import { goodPassword, json, origin, type TestWarder } from '../support/warder.ts'

onEveryDatabase('an account', (warder) => {
  test('is registered, confirmed by link, signed in to, refreshed and left', async () => {
    const registered = await warder.post('/auth/register', {
      email: 'Ada@Example.com',
      password: goodPassword,
      full_name: 'Ada Lovelace',
    })
    assert.equal(registered.status, 201)
    const { id, ...rest } = await json(registered)
    assert.match(String(id), /^usr_/)
    assert.deepEqual(rest, {
      email: 'Ada@example.com',
      full_name: 'Ada Lovelace',
      email_verified: false,
      created_at: '2027-01-15T08:00:00Z',
    })

    const early = await warder.post('/auth/login', { email: 'ada@example.com', password: goodPassword })
    assert.equal(early.status, 401, 'no account exists before the address is confirmed')

    const token = await linkToken(warder)
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 200)
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 400, 'a link works once')

    const tokens = await warder.tokens()
    assert.deepEqual(Object.keys(tokens).sort(), [
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ])
    const me = await json(await warder.get('/auth/me', bearer(tokens)))
    assert.deepEqual(
      [me['id'], me['email'], me['email_verified'], me['roles']],
      [id, 'Ada@example.com', true, []],
    )

    const renewed = await json<{ access_token: string; refresh_token: string }>(
      await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token }),
    )
    assert.notEqual(renewed.refresh_token, tokens.refresh_token)
    assert.equal((await warder.get('/auth/me', bearer(renewed))).status, 200)

    assert.equal(
      (await warder.request('/auth/logout', { method: 'POST', headers: bearer(renewed) })).status,
      204,
    )
    assert.equal(
      (await warder.get('/auth/me', bearer(renewed))).status,
      401,
      'SE-03 the access token is dead',
    )
    assert.equal((await warder.get('/auth/me', bearer(tokens))).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: renewed.refresh_token })).status, 401)
  })

  test('/auth/me tells when the account was made, also in a session of later', async () => {
    await warder.user('mallory@example.com')
    warder.clock.now += 60
    const tokens = await warder.tokens('mallory@example.com')
    const me = await json(await warder.get('/auth/me', bearer(tokens)))
    assert.equal(me['created_at'], '2027-01-15T08:00:00Z')
  })

  test('an address that has an account gets the answer of a new one, and its owner a mail', async () => {
    await warder.user('bob@example.com')
    const input = { password: goodPassword, full_name: 'Bob' }
    const known = await warder.post('/auth/register', { ...input, email: 'bob@example.com' })
    const unknown = await warder.post('/auth/register', { ...input, email: 'free@example.com' })
    assert.deepEqual([known.status, shape(await json(known))], [unknown.status, shape(await json(unknown))])
    const [first, second] = await warder.inbox()
    assert.deepEqual([first?.to, second?.to], ['free@example.com', 'bob@example.com'])
    assert.match(second?.subject ?? '', /already have/)
    const now = warder.clock.now
    assert.deepEqual(
      await oneTimeTokens.liveOf(warder.app.db, 'registration', 'dir_common:bob@example.com', now),
      [],
    )
  })

  test('a link stays spent when the account it made is gone', async () => {
    await warder.post('/auth/register', {
      email: 'gone@example.com',
      password: goodPassword,
      full_name: 'Gone',
    })
    const token = await linkToken(warder)
    await warder.post('/auth/verify-email', { token })
    await deleteUser(warder.operator, 'gone@example.com')
    assert.equal((await warder.post('/auth/verify-email', { token })).status, 400)
  })

  test('somebody else’s refresh token is not mine to end', async () => {
    await Promise.all([warder.user('one@example.com'), warder.user('two@example.com')])
    const [mine, theirs] = [await warder.tokens('one@example.com'), await warder.tokens('two@example.com')]
    await warder.post('/auth/logout', { refresh_token: theirs.refresh_token }, bearer(mine))
    assert.equal((await warder.post('/auth/refresh', { refresh_token: theirs.refresh_token })).status, 200)
  })

  test('of twenty uses of one link one makes the account', async () => {
    await warder.post('/auth/register', {
      email: 'alice@example.com',
      password: goodPassword,
      full_name: 'Alice',
    })
    const token = await linkToken(warder)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => warder.post('/auth/verify-email', { token })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('PW-15 a reset link works once, of twenty at once too, and not after a newer one or an hour', async () => {
    await warder.user('reset@example.com')
    await warder.post('/auth/forgot-password', { email: 'reset@example.com' })
    const older = await linkToken(warder)
    await warder.post('/auth/forgot-password', { email: 'reset@example.com' })
    const newer = await linkToken(warder)
    const password = 'an entirely new pass phrase'
    assert.equal((await warder.post('/auth/reset-password', { token: older, password })).status, 400)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => warder.post('/auth/reset-password', { token: newer, password })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal((await warder.post('/auth/login', { email: 'reset@example.com', password })).status, 200)

    await warder.post('/auth/forgot-password', { email: 'reset@example.com' })
    const late = await linkToken(warder)
    warder.clock.now += 3600
    assert.equal((await warder.post('/auth/reset-password', { token: late, password })).status, 400)
  })

  test('PW-17 SE-04 a reset signs nobody in and ends every session, refresh token and access token', async () => {
    await warder.user('forgetful@example.com')
    const tokens = await warder.tokens('forgetful@example.com')
    const cookie = await sessionCookie(warder, 'forgetful@example.com')
    await warder.post('/auth/forgot-password', { email: 'forgetful@example.com' })
    const answer = await warder.post('/auth/reset-password', {
      token: await linkToken(warder),
      password: 'an entirely new pass phrase',
    })
    assert.deepEqual([answer.status, answer.headers.getSetCookie()], [200, []])
    assert.equal((await warder.get('/auth/me', bearer(tokens))).status, 401)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token })).status, 401)
    const grants = warder.app.db
      .selectFrom('oauth_grant')
      .innerJoin('user', 'user.id', 'user_id')
      .select('oauth_grant.id')
    const live = grants.where('email', '=', 'forgetful@example.com').where('revoked_at', 'is', null)
    assert.deepEqual(await live.execute(), [], 'what applications were given ends too')
  })

  test('SE-04 changing the password ends the other sessions, renews the cookie of this one and tells its owner', async () => {
    await warder.user('careful@example.com')
    const other = await warder.tokens('careful@example.com')
    const otherCookie = await sessionCookie(warder, 'careful@example.com')
    const cookie = await sessionCookie(warder, 'careful@example.com')
    const { csrf_token } = await json<{ csrf_token: string }>(await warder.get('/auth/csrf', { cookie }))
    const headers = { cookie, 'x-csrf-token': csrf_token }
    const wrong = await warder.post(
      '/auth/change-password',
      { current_password: 'not this one, surely', password: 'a brand new pass phrase' },
      headers,
    )
    assert.equal(wrong.status, 401)
    const right = await warder.post(
      '/auth/change-password',
      { current_password: goodPassword, password: 'a brand new pass phrase' },
      headers,
    )
    assert.equal(right.status, 200)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401, 'the old cookie is dead')
    const renewed = right.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    assert.equal((await warder.get('/auth/me', { cookie: renewed })).status, 200)
    assert.equal((await warder.get('/auth/me', bearer(other))).status, 401)
    assert.equal((await warder.get('/auth/me', { cookie: otherCookie })).status, 401)
    assert.match((await warder.inbox())[0]?.subject ?? '', /password was changed/)
  })

  test('SE-05 a disabled person is out at once and cannot come back, with the answer of a wrong password', async () => {
    const user = await warder.user('disabled@example.com')
    const tokens = await warder.tokens('disabled@example.com')
    const cookie = await sessionCookie(warder, 'disabled@example.com')
    await setUserDisabled(warder.operator, user.id, true)
    assert.equal((await warder.get('/auth/me', bearer(tokens))).status, 401)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token })).status, 401)
    const disabled = await warder.post('/auth/login', {
      email: 'disabled@example.com',
      password: goodPassword,
    })
    const unknown = await warder.post('/auth/login', {
      email: 'nobody@example.com',
      password: goodPassword,
    })
    const body = async (response: Response) => ({ ...(await json(response)), instance: '' })
    assert.deepEqual([disabled.status, await body(disabled)], [unknown.status, await body(unknown)])
    await setUserDisabled(warder.operator, user.id, false)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401, 'enabling brings no session back')
  })
})

/** The token of the newest link in the inbox. */
async function linkToken(warder: TestWarder): Promise<string> {
  const [mail] = await warder.inbox()
  const link = new URL(mail?.links[0] ?? '')
  assert.equal(link.origin, origin)
  return link.searchParams.get('token') ?? ''
}

async function sessionCookie(warder: TestWarder, email: string): Promise<string> {
  const answer = await warder.post('/auth/login/session', { email, password: goodPassword })
  assert.equal(answer.status, 200)
  return (
    answer.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('__Host-warder_session='))
      ?.split(';')[0] ?? ''
  )
}

function bearer({ access_token }: { access_token: string }): Record<string, string> {
  return { authorization: `Bearer ${access_token}` }
}

function shape(body: Record<string, unknown>): string {
  return Object.entries(body)
    .map(([name, value]) => `${name}:${typeof value}:${String(value).length}`)
    .filter((entry) => !entry.startsWith('email:'))
    .join()
}

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRole, grantRole, revokeRole } from '../../../packages/warder/src/roles/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { makeKey, type Key } from '../../support/people/api-keys.ts'
import { program } from '../../support/people/programs.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('who may make a key, and for what', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ 'api_keys.scopes': 'profile:read reports:read' })
    await warder.user()
    await warder.user('bob@example.com')
    await warder.user('root@example.com', { roles: ['admin'] })
    await createRole(warder.operator, { name: 'reader', permissions: ['read', 'docs:*'] })
    await grantRole(warder.operator, 'ada@example.com', 'reader')
  })
  after(() => warder.close())

  const body = (more: object = {}) => ({ name: 'Robot', scopes: ['profile:read'], ...more })
  const headersOf = async (email: string) => (await program(warder, email)).headers()

  test('AK-01 without a session nobody makes one, whomever they say it is for', async () => {
    const victim = await warder.user('victim@example.com')
    for (const more of [{ userId: victim.id }, { user_id: victim.id }, { owner: victim.id }]) {
      const answer = await warder.post('/api/keys', body(more))
      assert.equal(answer.status, 401)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="Warder"/)
    }
    // Whoever has one makes it for themselves alone.
    const bob = await headersOf('bob@example.com')
    const { key } = await makeKey(warder, bob, { userId: victim.id, user_id: victim.id })
    const me = await json(await warder.get('/auth/me', { 'x-api-key': key }))
    assert.equal(me['email'], 'bob@example.com')
    assert.equal(
      await warder.app.db
        .selectFrom('api_key')
        .where('user_id', '=', victim.id)
        .select('id')
        .executeTakeFirst(),
      undefined,
    )
  })

  // oxfmt-ignore
  const wishes: [who: string, scopes: unknown, status: number][] = [
    ['ada@example.com',  ['profile:read'],                 201],
    ['ada@example.com',  ['reports:read'],                 201],
    ['ada@example.com',  ['read'],                         201],
    ['ada@example.com',  ['docs:write', 'docs:read:own'],  201],
    ['ada@example.com',  ['admin'],                        403],
    ['ada@example.com',  ['profile:read', 'admin'],        403],
    ['ada@example.com',  ['keys:verify'],                  403],
    ['ada@example.com',  ['docs'],                         403],
    ['ada@example.com',  ['*'],                            400],
    ['ada@example.com',  ['docs:*'],                       400],
    ['ada@example.com',  [],                               400],
    ['ada@example.com',  ['docs read'],                    400],
    ['ada@example.com',  'profile:read',                   400],
    ['ada@example.com',  undefined,                        400],
    ['bob@example.com',  ['read'],                         403],
    ['root@example.com', ['admin', 'keys:verify', 'x:y'],  201],
    ['root@example.com', ['*'],                            400],
  ]
  for (const [who, scopes, status] of wishes) {
    test(`AK-02 ${who} wants ${JSON.stringify(scopes)} and gets ${status}`, async () => {
      const answer = await warder.post('/api/keys', body({ scopes }), await headersOf(who))
      assert.equal(answer.status, status, await answer.clone().text())
      if (status === 201) assert.deepEqual((await json<Key>(answer)).scopes, scopes)
    })
  }

  test('AK-02 a key never does what its owner may not do any more, and again once they may', async () => {
    const { key } = await makeKey(warder, await headersOf('ada@example.com'), {
      scopes: ['profile:read', 'docs:read'],
    })
    const permissions = async () =>
      (await json(await warder.get('/auth/me', { 'x-api-key': key })))['permissions']
    // Whoever reads roles must not take the program for its owner.
    assert.deepEqual((await json(await warder.get('/auth/me', { 'x-api-key': key })))['roles'], [])
    assert.deepEqual(await permissions(), ['profile:read', 'docs:read'])
    await revokeRole(warder.operator, 'ada@example.com', 'reader')
    assert.deepEqual(await permissions(), ['profile:read'])
    await grantRole(warder.operator, 'ada@example.com', 'reader')
    assert.deepEqual(await permissions(), ['profile:read', 'docs:read'])
  })

  test('no key makes, sees, rotates or ends keys, nor opens the account otherwise', async () => {
    const made = await makeKey(warder, await headersOf('root@example.com'), {
      scopes: ['profile:read', 'keys:verify', 'keys:write'],
    })
    const attempts: [method: string, path: string][] = [
      ['POST', '/api/keys'],
      ['GET', '/api/keys'],
      ['GET', `/api/keys/${made.id}`],
      ['POST', `/api/keys/${made.id}/rotate`],
      ['GET', `/api/keys/${made.id}/usage`],
      ['DELETE', `/api/keys/${made.id}`],
      ['PUT', '/auth/me'],
      ['DELETE', '/auth/me'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/change-password'],
      ['POST', '/auth/reauthenticate'],
      ['POST', '/auth/mfa/totp/enable'],
      ['GET', '/oauth/userinfo'],
    ]
    for (const [method, path] of attempts) {
      for (const headers of [{ authorization: `Bearer ${made.key}` }, { 'x-api-key': made.key }]) {
        const text = '{}'
        const sent =
          method === 'GET' || method === 'DELETE'
            ? {}
            : {
                body: text,
                headers: { ...headers, 'content-type': 'application/json', 'content-length': '2' },
              }
        const answer = await warder.request(path, { method, headers, ...sent } as RequestInit)
        assert.equal(answer.status, 401, `${method} ${path}`)
      }
    }
    assert.equal((await warder.get('/auth/me', { 'x-api-key': made.key })).status, 200)
  })

  test('making or rotating one needs a sign-in of the last five minutes; revoking does not', async () => {
    const headers = await headersOf('bob@example.com')
    const { id } = await makeKey(warder, headers)
    warder.clock.now += 301
    for (const path of ['/api/keys', `/api/keys/${id}/rotate`]) {
      const answer = await warder.post(path, path === '/api/keys' ? body() : {}, headers)
      assert.equal(answer.status, 401)
      assert.equal((await json(answer))['code'], 'insufficient_user_authentication')
    }
    assert.equal((await warder.request(`/api/keys/${id}`, { method: 'DELETE', headers })).status, 204)
  })

  // oxfmt-ignore
  const bodies: [what: string, more: object, pointer: string][] = [
    ['no name',                      { name: '' },                               '/name'],
    ['a name of many characters',    { name: 'n'.repeat(61) },                   '/name'],
    ['a name that hides something',  { name: 'Robot\u202e' },                    '/name'],
    ['no life',                      { expires_in_days: 0 },                     '/expires_in_days'],
    ['half a day',                   { expires_in_days: 0.5 },                   '/expires_in_days'],
    ['a life of centuries',          { expires_in_days: 40_000 },                '/expires_in_days'],
    ['a network that is none',       { ip_allowlist: ['10.0.0.0/33'] },          '/ip_allowlist/0'],
    ['a host name for an address',   { ip_allowlist: ['10.0.0.1', 'localhost'] }, '/ip_allowlist/1'],
    ['an address in other clothes',  { ip_allowlist: ['::ffff:192.0.2.1'] },     '/ip_allowlist/0'],
    ['many networks',                { ip_allowlist: Array<string>(51).fill('10.0.0.1') }, '/ip_allowlist'],
    ['another environment',          { environment: 'prod' },                    '/environment'],
    ['many scopes',                  { scopes: Array<string>(51).fill('profile:read') }, '/scopes'],
  ]
  for (const [what, more, pointer] of bodies) {
    test(`${what} is told at ${pointer}`, async () => {
      const answer = await warder.post('/api/keys', body(more), await headersOf('ada@example.com'))
      assert.equal(answer.status, 400)
      const { errors } = await json<{ errors: { pointer: string }[] }>(answer)
      assert.deepEqual(
        errors.map((error) => error.pointer),
        [pointer],
      )
    })
  }
})

describe('what an operator allows', () => {
  test('a longest life gives every key an end, and none beyond it', async () => {
    const warder = await startWarder({ 'api_keys.max_lifetime': '30d' })
    await warder.user()
    const headers = (await program(warder, 'ada@example.com')).headers()
    const made = await makeKey(warder, headers)
    assert.equal(Date.parse(made.expires_at ?? '') / 1000, warder.clock.now + 30 * 86_400)
    assert.equal(
      (
        await warder.post(
          '/api/keys',
          { name: 'Robot', scopes: ['profile:read'], expires_in_days: 31 },
          headers,
        )
      ).status,
      400,
    )
    assert.equal(
      (
        await warder.post(
          '/api/keys',
          { name: 'Robot', scopes: ['profile:read'], expires_in_days: 30 },
          headers,
        )
      ).status,
      201,
    )
    await warder.close()
  })

  test('where nobody may make any, nobody does', async () => {
    const warder = await startWarder({ 'api_keys.max': '0' })
    await warder.user()
    const headers = (await program(warder, 'ada@example.com')).headers()
    assert.equal(
      (await warder.post('/api/keys', { name: 'Robot', scopes: ['profile:read'] }, headers)).status,
      409,
    )
    await warder.close()
  })
})

onEveryDatabase('how many keys', (warder) => {
  test('AK-08 of twenty at once only as many are made as a person may have', async () => {
    await warder.user()
    const headers = (await program(warder, 'ada@example.com')).headers()
    for (let at = 0; at < 49; at++) await makeKey(warder, headers)
    const body = { name: 'Robot', scopes: ['profile:read'] }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => warder.post('/api/keys', body, headers)),
    )
    assert.ok(answers.every(({ status }) => status === 201 || status === 409))
    assert.equal(answers.filter(({ status }) => status === 201).length, 1)

    // One that ended makes room.
    const { items } = await json<{ items: Key[] }>(await warder.get('/api/keys?limit=1', headers))
    assert.equal(
      (await warder.request(`/api/keys/${items[0]?.id}`, { method: 'DELETE', headers })).status,
      204,
    )
    await makeKey(warder, headers)
    const tokens = await warder.app.db.selectFrom('api_key').select('key_hash').execute()
    assert.equal(new Set(tokens.map(({ key_hash }) => key_hash)).size, tokens.length)
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { grantRole } from '../../../packages/warder/src/roles/manage.ts'
import { revokeConnection } from '../../../packages/warder/src/scim/connections/connection.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import * as identities from '../../../packages/warder/src/store/people/identities.ts'
import { linkTo } from '../../support/people/programs.ts'
import { callsOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

const replace = (path: string, value: unknown) => patch({ op: 'replace', path, value })

describe('people who are provisioned', () => {
  let warder: TestWarder
  let entra: Directory
  let okta: Directory
  before(async () => {
    warder = await startWarder({ 'limits.costly': '1000', 'limits.mailing': '1000' })
    entra = await directoryOf(warder)
    okta = await directoryOf(warder, { name: 'Another' })
  })
  after(() => warder.close())

  const row = (id: string) =>
    warder.app.db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()
  /** Lets somebody who was provisioned sign in, by a password that they set by mail. */
  const withPassword = async (email: string) => {
    await warder.post('/auth/forgot-password', { email })
    const token = await linkTo(warder, email, '/reset-password')
    const answer = await warder.post('/auth/reset-password', { token, password: goodPassword })
    assert.equal(answer.status, 200, await answer.text())
  }
  const login = (email: string) => warder.post('/auth/login', { email, password: goodPassword })

  test('SC-01 an externalId is a name of the client, whatever it looks like, and never an id of ours', async () => {
    const own = await warder.user('own@example.com')
    const first = await entra.user('first@example.com')
    for (const externalId of ['1', own.id, first, '00000000-0000-0000-0000-000000000000']) {
      const id = await entra.user(`${externalId.slice(0, 8)}@sc01.example`, { externalId })
      assert.notEqual(id, externalId)
      assert.notEqual(id, own.id)
      const found = await entra.call('GET', `/Users?filter=externalId eq "${externalId}"`)
      assert.deepEqual(
        (found.body['Resources'] as { id: string }[]).map((one) => one.id),
        [id],
      )
      if (externalId !== first) assert.equal((await entra.call('GET', `/Users/${externalId}`)).status, 404)
    }
    assert.equal(
      (await entra.call('GET', `/Users?filter=externalId eq "${own.id}" and id eq "${own.id}"`)).body[
        'totalResults'
      ],
      0,
    )
    const theirs = await okta.call('GET', '/Users?filter=externalId eq "1"')
    assert.equal(theirs.body['totalResults'], 0, 'an externalId is of its connection')
  })

  test('SC-01 an id that a client sends for a new resource is not taken', async () => {
    const own = await warder.user('chosen@example.com')
    const id = await entra.user('choosing@example.com', { id: own.id, meta: { version: 'W/"9"' } })
    assert.notEqual(id, own.id)
  })

  test('SC-02 somebody whom another connection made, or none, is not there', async () => {
    const own = await warder.user('of-nobody@example.com')
    const theirs = await okta.user('of-okta@example.com')
    const group = await okta.group('Theirs', [theirs])
    for (const path of [`/Users/${own.id}`, `/Users/${theirs}`, `/Groups/${group}`]) {
      const body = path.startsWith('/Users') ? { userName: 'x@example.com' } : { displayName: 'x' }
      const answers = [
        await entra.call('GET', path),
        await entra.call('PUT', path, body),
        await entra.call(
          'PATCH',
          path,
          replace(path.startsWith('/Users') ? 'active' : 'displayName', 'false'),
        ),
        await entra.call('DELETE', path),
      ]
      assert.deepEqual(
        answers.map(({ status }) => status),
        [404, 404, 404, 404],
        path,
      )
    }
    for (const filter of [`id eq "${theirs}"`, 'userName eq "of-okta@example.com"', 'userName sw "of-"'])
      assert.equal((await entra.call('GET', `/Users?filter=${filter}`)).body['totalResults'], 0, filter)
    assert.equal((await entra.call('GET', `/Groups?filter=displayName eq "Theirs"`)).body['totalResults'], 0)
    const refused = await entra.call('POST', '/Groups', { displayName: 'Ours', members: [{ value: theirs }] })
    assert.deepEqual([refused.status, refused.body['scimType']], [400, 'invalidValue'])
    assert.equal((await row(theirs))?.disabled_at, null)
  })

  test('SC-02 an account that is there already is a conflict, and is never taken over', async () => {
    const own = await warder.user('taken@example.com')
    await okta.user('okta-has@example.com')
    for (const email of ['taken@example.com', 'TAKEN@example.com', 'okta-has@example.com']) {
      const answer = await entra.call('POST', '/Users', {
        userName: `another-${email}`,
        emails: [{ value: email }],
      })
      assert.deepEqual(
        [answer.status, answer.body['scimType'], answer.body['status']],
        [409, 'uniqueness', '409'],
      )
    }
    const again = { userName: 'once@example.com' }
    assert.equal((await entra.call('POST', '/Users', again)).status, 201)
    assert.equal(
      (await entra.call('POST', '/Users', { ...again, emails: [{ value: 'other@example.com' }] })).status,
      409,
    )
    assert.equal((await row(own.id))?.full_name, 'Ada Lovelace')
    assert.equal((await login('taken@example.com')).status, 200)
  })

  test('SC-02 the token of another tenant, one that ended, and what is no token open nothing', async () => {
    const other = {
      id: 'ten_other',
      directory_id: 'dir_common',
      slug: 'other',
      name: 'Other',
      issuer: 'https://o.example',
    }
    await warder.app.db
      .insertInto('tenant')
      .values({ ...other, created_at: 1, second_factor_required_at: null, suspended_at: null })
      .execute()
    const { createConnection } = await import('../../../packages/warder/src/scim/connections/connection.ts')
    const foreign = await createConnection(
      {
        ...warder.operator,
        tenant: {
          ...other,
          origin: other.issuer,
          prefix: '/t/other',
          shared: false,
          brand: { name: null, colour: null, logo: null },
        },
      },
      { name: 'Foreign' },
    )
    const ending = await directoryOf(warder, { name: 'Ending', expires_in_days: 1 })
    const ended = await directoryOf(warder, { name: 'Ended' })
    await revokeConnection(warder.operator, ended.id)
    for (const token of [foreign.token, ended.token, 'wsc_unknown', 'nothing', `${entra.token}x`]) {
      const answer = await callsOf(warder, token).call('GET', '/Users')
      assert.equal(answer.status, 401, token)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer .*invalid_token/)
    }
    assert.equal((await ending.call('GET', '/Users')).status, 200)
    warder.clock.now += 24 * 3600
    assert.equal((await ending.call('GET', '/Users')).status, 401)
    assert.equal((await warder.get('/scim/v2/Users')).status, 401)
  })

  test('SC-03 the address of somebody else is a conflict', async () => {
    await warder.user('victim@example.com')
    const id = await entra.user('sc03@example.com')
    const proved = await entra.user('proved@example.com')
    await warder.app.db.updateTable('user').set({ email_verified_at: 1 }).where('id', '=', proved).execute()
    const asked = await entra.call('PATCH', `/Users/${proved}`, replace('userName', 'victim@example.com'))
    assert.deepEqual([asked.status, asked.body['scimType']], [409, 'uniqueness'])
    for (const change of [
      replace('emails', [{ value: 'victim@example.com', primary: true }]),
      replace('userName', 'VICTIM@example.com'),
    ]) {
      const answer = await entra.call('PATCH', `/Users/${id}`, change)
      assert.deepEqual([answer.status, answer.body['scimType']], [409, 'uniqueness'])
    }
    assert.equal((await row(id))?.email, 'sc03@example.com')
  })

  test('SC-03 an address that a connection sends is not verified until its owner has read a mail there', async () => {
    const id = await entra.user('unproved@example.com')
    assert.equal((await row(id))?.email_verified_at, null)
    await entra.call('PATCH', `/Users/${id}`, replace('userName', 'unproved-2@example.com'))
    const changed = await row(id)
    assert.deepEqual([changed?.email, changed?.email_verified_at], ['unproved-2@example.com', null])
    const left = await warder.app.db.selectFrom('user_email').selectAll().where('user_id', '=', id).execute()
    assert.deepEqual(
      left.map(({ email }) => email),
      ['unproved-2@example.com'],
    )

    await withPassword('unproved-2@example.com')
    assert.notEqual((await row(id))?.email_verified_at, null)
    const answer = await entra.call(
      'PATCH',
      `/Users/${id}`,
      replace('emails', [{ value: 'unproved-3@example.com' }]),
    )
    assert.equal(answer.status, 200)
    assert.equal((await row(id))?.email, 'unproved-2@example.com', 'until its owner follows the link')
    assert.ok((await warder.inbox()).some(({ to }) => to === 'unproved-3@example.com'))
    const mails = (await warder.inbox()).length
    await entra.call('PATCH', `/Users/${id}`, replace('emails', [{ value: 'unproved-3@example.com' }]))
    assert.equal((await warder.inbox()).length, mails, 'the same again is no change, and sends no mail')
  })

  test('SC-03 where the operator vouches for a connection, its addresses count at once', async () => {
    const vouched = await directoryOf(warder, { name: 'Vouched', vouched: true })
    const id = await vouched.user('vouched@example.com')
    assert.notEqual((await row(id))?.email_verified_at, null)
    await vouched.call('PATCH', `/Users/${id}`, replace('emails', [{ value: 'vouched-2@example.com' }]))
    const changed = await row(id)
    assert.equal(changed?.email, 'vouched-2@example.com')
    assert.notEqual(changed.email_verified_at, null)
  })

  test('SC-04 active: false ends sessions, tokens and keys at once, and nobody signs in any more', async () => {
    const email = 'leaver@example.com'
    const id = await entra.user(email)
    await withPassword(email)
    const { access_token, refresh_token } = await warder.tokens(email)
    const authorization = { authorization: `Bearer ${access_token}` }
    const made = await warder.post('/api/keys', { name: 'key', scopes: ['profile:read'] }, authorization)
    const { key } = (await made.json()) as { key: string }
    const alive = async () => [
      (await warder.get('/auth/me', authorization)).status,
      (await warder.get('/auth/me', { 'x-api-key': key })).status,
    ]
    assert.deepEqual(await alive(), [200, 200])

    const answer = await entra.call(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'Replace', path: 'active', value: 'False' }),
    )
    assert.deepEqual([answer.status, answer.body['active']], [200, false])
    assert.deepEqual(await alive(), [401, 401])
    assert.equal((await warder.post('/auth/refresh', { refresh_token })).status, 401)
    assert.equal((await login(email)).status, 401)

    await entra.call('PATCH', `/Users/${id}`, replace('active', true))
    assert.deepEqual(await alive(), [401, 200], 'no session comes back')
    assert.equal((await login(email)).status, 200)
  })

  test('SC-04 whom an administrator has disabled, no directory lets in again', async () => {
    const id = await entra.user('barred@example.com')
    await setUserDisabled(warder.operator, id, true)
    assert.equal((await entra.call('GET', `/Users/${id}`)).body['active'], false)
    for (const [method, body] of [
      ['PATCH', replace('active', true)],
      ['PUT', { userName: 'barred@example.com', active: true }],
    ] as const) {
      const answer = await entra.call(method, `/Users/${id}`, body)
      assert.deepEqual([answer.status, answer.body['active']], [200, false])
    }
    await entra.call('PATCH', `/Users/${id}`, replace('active', false))
    warder.clock.now += 5
    await setUserDisabled(warder.operator, id, true)
    assert.equal((await entra.call('PATCH', `/Users/${id}`, replace('active', true))).body['active'], false)
  })

  test('SC-04 a whole resource that says nothing of active leaves somebody out who was out', async () => {
    const id = await entra.user('out@example.com', { active: false })
    assert.notEqual((await row(id))?.disabled_at, null)
    assert.equal(
      (await entra.call('PUT', `/Users/${id}`, { userName: 'out@example.com' })).body['active'],
      false,
    )
    await entra.call('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'active' }))
    assert.notEqual((await row(id))?.disabled_at, null)
  })

  test('SC-09 a delete leaves an account to its person where they have something of their own to sign in with', async () => {
    for (const [email, prove] of [
      ['with-password@example.com', (_: string) => withPassword('with-password@example.com')],
      [
        'with-identity@example.com',
        (user_id: string) =>
          identities.insert(
            warder.app.db,
            {
              user_id,
              directory_id: 'dir_common',
              provider: 'x',
              label: 'x',
              issuer: 'https://x.example',
              subject: user_id,
            },
            warder.app.now(),
          ),
      ],
    ] as const) {
      const id = await entra.user(email)
      await prove(id)
      assert.equal((await entra.call('DELETE', `/Users/${id}`)).status, 204)
      assert.equal((await entra.call('GET', `/Users/${id}`)).status, 404)
      assert.equal((await row(id))?.disabled_at, null, 'it is theirs now')
      assert.equal((await entra.call('POST', '/Users', { userName: email })).status, 409, 'and stays theirs')
    }
    assert.equal((await login('with-password@example.com')).status, 200)
  })

  test('SC-09 a delete of a person who is signed in signs them out', async () => {
    const email = 'signed-in@example.com'
    const id = await entra.user(email)
    await withPassword(email)
    const { access_token } = await warder.tokens(email)
    await entra.call('DELETE', `/Users/${id}`)
    assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 401)
  })

  test('SC-09 any other account is removed, or disabled where the operator said so', async () => {
    const gone = await entra.user('gone@example.com')
    assert.equal((await entra.call('DELETE', `/Users/${gone}`)).status, 204)
    assert.equal(await row(gone), undefined)
    // RFC 7644 §3.6: what was deleted is in nobody's way.
    assert.notEqual(await entra.user('gone@example.com'), gone)

    const careful = await directoryOf(warder, { name: 'Careful', on_delete: 'disable' })
    const kept = await careful.user('kept@example.com')
    assert.equal((await careful.call('DELETE', `/Users/${kept}`)).status, 204)
    assert.notEqual((await row(kept))?.disabled_at, null)
    assert.equal((await careful.call('GET', `/Users/${kept}`)).status, 404)
  })

  test('a directory removes no last administrator', async () => {
    const email = 'boss@example.com'
    const id = await entra.user(email)
    await grantRole(warder.operator, id, 'admin')
    for (const [method, body] of [
      ['PATCH', replace('active', false)],
      ['DELETE', undefined],
    ] as const) {
      const answer = await entra.call(method, `/Users/${id}`, body)
      // RFC 7644 §3.12: nothing is there twice, so it is no matter of uniqueness.
      assert.deepEqual([answer.status, answer.body['scimType']], [409, undefined], method)
    }
    assert.equal((await row(id))?.disabled_at, null)
  })

  test('a connection that ends while it writes has written nothing', async () => {
    const ending = await directoryOf(warder, { name: 'Ending' })
    const id = await ending.user('late@example.com')
    const { provisioningOf } = await import('../../../packages/warder/src/scim/use/guard.ts')
    const { patchUser } = await import('../../../packages/warder/src/scim/users/write.ts')
    const caller = await warder.app.db
      .selectFrom('provisioner')
      .selectAll()
      .where('id', '=', ending.id)
      .executeTakeFirstOrThrow()
    await revokeConnection(warder.operator, ending.id)
    const { app, tenant, trace } = warder.operator
    const call = { app, tenant, trace, caller } as unknown as Parameters<typeof provisioningOf>[0]
    await assert.rejects(
      patchUser(provisioningOf(call), id, null, [{ op: 'replace', path: 'title', value: 'x' }]),
      { code: 'not_authenticated' },
    )
  })
})

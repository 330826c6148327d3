import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../packages/warder/src/oauth-server/register.ts'
import {
  createRole,
  deleteRole,
  findRole,
  grantRole,
  listRoles,
  revokeRole,
  updateRole,
} from '../../packages/warder/src/roles/manage.ts'
import { claimsOf, oauthWorld, type OAuthWorld } from '../support/oauth.ts'
import { startWarder } from '../support/warder.ts'

describe('roles and what they allow', () => {
  let world: OAuthWorld
  let ada: { id: string; bearer: Record<string, string> }
  before(async () => {
    const warder = await startWarder({ 'session.cache': '5s' })
    const { id } = await warder.user()
    world = oauthWorld(warder)
    ada = { id, bearer: { authorization: `Bearer ${(await warder.tokens()).access_token}` } }
  })
  after(() => world.warder.close())

  const by = () => world.warder.operator
  const me = async () => {
    const response = await world.warder.get('/auth/me', ada.bearer)
    return (await response.json()) as { roles: string[]; permissions: string[] }
  }
  const events = async (type: string) =>
    world.warder.app.db
      .selectFrom('audit_event')
      .select(['outcome', 'subject', 'detail'])
      .where('type', '=', type)
      .execute()

  test('AD-15 a role counts from the next request on: given, changed, taken away, deleted', async () => {
    await createRole(by(), { name: 'editor', permissions: ['docs:write', 'docs:read'] })
    assert.deepEqual((await me()).permissions, [])
    await grantRole(by(), 'ada@example.com', 'editor')
    assert.deepEqual(await me().then(({ roles, permissions }) => [roles, permissions]), [
      ['editor'],
      ['docs:read', 'docs:write'],
    ])
    await updateRole(by(), 'editor', { permissions: ['docs:*'] })
    assert.deepEqual((await me()).permissions, ['docs:*'])
    await revokeRole(by(), ada.id, 'editor')
    assert.deepEqual((await me()).roles, [])
    await grantRole(by(), ada.id, 'editor')
    await deleteRole(by(), 'editor')
    assert.deepEqual(await me().then(({ roles, permissions }) => [...roles, ...permissions]), [])

    for (const type of ['role.created', 'role.updated', 'role.deleted']) {
      const [event] = await events(type)
      assert.equal(event?.outcome, 'succeeded')
      assert.match(event.detail, /"role":"editor"/)
    }
    for (const type of ['role.granted', 'role.revoked'])
      assert.equal((await events(type))[0]?.subject, ada.id)
  })

  test('AD-15 a session by cookie that is remembered notices a changed role at once', async () => {
    await createRole(by(), { name: 'reader', permissions: ['docs:read'] })
    await grantRole(by(), ada.id, 'reader')
    const browser = await world.signedIn()
    const permissions = async () =>
      ((await (await browser.send('/auth/me')).json()) as { permissions: string[] }).permissions
    assert.deepEqual(await permissions(), ['docs:read'])
    await updateRole(by(), 'reader', { permissions: ['docs:list'] })
    assert.deepEqual(await permissions(), ['docs:list'])
    await deleteRole(by(), 'reader')
    assert.deepEqual(await permissions(), [])
  })

  // oxfmt-ignore
  const refused: [what: string, attempt: () => Promise<unknown>, code: string][] = [
    ['a name with spaces',            () => createRole(by(), { name: 'two words', permissions: [] }),                'invalid_input'],
    ['a permission that is none',     () => createRole(by(), { name: 'x', permissions: ['docs read'] }),              'invalid_input'],
    ['the name of a fixed role',      () => createRole(by(), { name: 'admin', permissions: ['docs:read'] }),          'conflict'],
    ['a change of a fixed role',      () => updateRole(by(), 'admin', { permissions: ['docs:read'] }),                'conflict'],
    ['the end of a fixed role',       () => deleteRole(by(), 'admin'),                                                'conflict'],
    ['a role nobody made',            () => findRole(by(), 'nothing'),                                                'not_found'],
    ['giving a role nobody made',     () => grantRole(by(), 'ada@example.com', 'nothing'),                            'invalid_input'],
    ['taking what they do not have',  () => revokeRole(by(), 'ada@example.com', 'admin'),                             'not_found'],
  ]
  for (const [what, attempt, code] of refused) {
    test(`${what} is refused`, () => assert.rejects(attempt(), { name: 'Problem', code }))
  }

  test('the last administrator keeps the role, also when two lose it at the same moment', async () => {
    const root = await world.warder.user('root@example.com', { roles: ['admin'] })
    const other = await world.warder.user('other@example.com', { roles: ['admin'] })
    const outcomes = await Promise.allSettled([
      revokeRole(by(), root.id, 'admin'),
      revokeRole(by(), other.id, 'admin'),
    ])
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a list has the fixed roles first and goes on where it ended', async () => {
    for (const name of ['a-1', 'b_2', 'c']) await createRole(by(), { name, permissions: [] })
    const first = await listRoles(by(), { limit: 2 })
    assert.deepEqual(
      first.items.map(({ name }) => name),
      ['admin', 'a-1', 'b_2'],
    )
    const next = await listRoles(by(), { limit: 2, cursor: first.next_cursor ?? '' })
    assert.deepEqual([next.items.map(({ name }) => name), next.next_cursor], [['c'], null])
  })

  test('RFC 9068 §2.2.3.1 access tokens of an application say what it asked for, and nothing else', async () => {
    await createRole(by(), { name: 'writer', permissions: ['docs:write'] })
    await grantRole(by(), ada.id, 'writer')
    // oxfmt-ignore
    const table: [wanted: ('roles' | 'permissions')[], claims: object][] = [
      [[],                       {}],
      [['roles'],                { tenant_id: 'ten_default', roles: ['writer'] }],
      [['roles', 'permissions'], { tenant_id: 'ten_default', roles: ['writer'], permissions: ['docs:write'] }],
    ]
    for (const [access_token_claims, expected] of table) {
      const client = await world.client({ skip_consent: true, access_token_claims })
      const tokens = await world.tokens(client, 'openid offline_access')
      const refreshed = await world.refresh(client, tokens.refresh_token ?? '')
      const { access_token } = (await refreshed.json()) as { access_token: string }
      for (const token of [tokens.access_token, access_token]) {
        const { tenant_id, roles, permissions } = claimsOf(token)
        assert.deepEqual(JSON.parse(JSON.stringify({ tenant_id, roles, permissions })), expected)
      }
    }
    await deleteRole(by(), 'writer')
  })
})

describe('OpenID AuthZEN Authorization API 1.0', () => {
  let world: OAuthWorld
  let ada: string
  let api: Record<string, string>
  before(async () => {
    world = oauthWorld(await startWarder())
    const { operator } = world.warder
    ada = (await world.warder.user()).id
    await createRole(operator, { name: 'editor', permissions: ['document:read', 'image:*'] })
    await grantRole(operator, ada, 'editor')
    api = await bearer('warder:access')
  })
  after(() => world.warder.close())

  async function bearer(scope: string): Promise<Record<string, string>> {
    const client = await createClient(world.warder.operator, { name: 'API', type: 'machine', scope })
    const response = await world.token(client, { grant_type: 'client_credentials', scope })
    const { access_token } = (await response.json()) as { access_token: string }
    return { authorization: `Bearer ${access_token}` }
  }

  const ask = async (path: string, body: object, headers = api) => world.warder.post(path, body, headers)
  const user = (id: string) => ({ type: 'user', id })
  const question = (id: string, type: string, name: string) => ({
    subject: user(id),
    action: { name },
    resource: { type, id: '1' },
  })

  // oxfmt-ignore
  const table: [what: string, subject: () => object, type: string, name: string, decision: boolean][] = [
    ['what a role allows',          () => user(ada),                       'document', 'read',   true],
    ['what a wildcard allows',      () => user(ada),                       'image',    'delete', true],
    ['what no role allows',         () => user(ada),                       'document', 'write',  false],
    ['somebody unknown',            () => user('usr_nobody'),              'document', 'read',   false],
    ['a subject that is no person', () => ({ type: 'robot', id: ada }),    'document', 'read',   false],
    ['a wildcard as the action',    () => user(ada),                       'image',    '*',      false],
    ['a name that is no word',      () => user(ada),                       'document', 'read it', false],
  ]
  for (const [what, subject, type, name, decision] of table) {
    test(`§6: ${what} is ${decision ? 'allowed' : 'not allowed'}`, async () => {
      const asked = {
        subject: subject(),
        action: { name },
        resource: { type, id: '1' },
        context: { ip: '::1' },
      }
      const response = await ask('/access/v1/evaluation', asked)
      assert.equal(response.status, 200)
      assert.deepEqual(await response.json(), { decision })
    })
  }

  test('§6: somebody who is disabled may do nothing', async () => {
    const bob = await world.warder.user('bob@example.com', { roles: ['admin'] })
    const { setUserDisabled } = await import('../../packages/warder/src/users/manage.ts')
    const decision = async () =>
      (await (await ask('/access/v1/evaluation', question(bob.id, 'document', 'read'))).json()) as object
    assert.deepEqual(await decision(), { decision: true })
    await setUserDisabled(world.warder.operator, bob.id, true)
    assert.deepEqual(await decision(), { decision: false })
  })

  // oxfmt-ignore
  const semantics: [semantic: string | undefined, names: string[], decisions: boolean[]][] = [
    [undefined,                 ['read', 'write', 'read'],  [true, false, true]],
    ['execute_all',             ['write', 'read'],          [false, true]],
    ['deny_on_first_deny',      ['read', 'write', 'read'],  [true, false]],
    ['permit_on_first_permit',  ['write', 'read', 'read'],  [false, true]],
  ]
  for (const [evaluations_semantic, names, decisions] of semantics) {
    test(`§7.1.2.1: several questions with ${evaluations_semantic ?? 'nothing said'}`, async () => {
      const response = await ask('/access/v1/evaluations', {
        subject: user(ada),
        resource: { type: 'document', id: '1' },
        ...(evaluations_semantic && { options: { evaluations_semantic } }),
        evaluations: names.map((name) => ({ action: { name } })),
      })
      assert.deepEqual(await response.json(), { evaluations: decisions.map((decision) => ({ decision })) })
    })
  }

  test('§7.1: without a list it is one question', async () => {
    const response = await ask('/access/v1/evaluations', question(ada, 'document', 'read'))
    assert.deepEqual(await response.json(), { decision: true })
  })

  test('§7.1: a question that is not whole, or too many of them, are refused', async () => {
    const action = { name: 'read' }
    const many = Array.from({ length: 101 }, () => question(ada, 'document', 'read'))
    for (const body of [{ evaluations: [{ action }] }, { evaluations: many }, {}, { subject: user(ada) }])
      assert.equal((await ask('/access/v1/evaluations', body)).status, 400)
  })

  test('§10: who asks needs a token with the scope for it', async () => {
    const asked = question(ada, 'document', 'read')
    assert.equal((await ask('/access/v1/evaluation', asked, {})).status, 401)
    const other = await ask('/access/v1/evaluation', asked, await bearer('docs:read'))
    assert.equal(other.status, 403)
    assert.match(other.headers.get('www-authenticate') ?? '', /error="insufficient_scope"/)
  })

  test('§9: the metadata name the endpoints', async () => {
    const { issuer } = world.warder.app.config
    assert.deepEqual(await (await world.warder.get('/.well-known/authzen-configuration')).json(), {
      policy_decision_point: issuer,
      access_evaluation_endpoint: `${issuer}/access/v1/evaluation`,
      access_evaluations_endpoint: `${issuer}/access/v1/evaluations`,
    })
  })
})

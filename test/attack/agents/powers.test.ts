import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { createRole, grantRole, revokeRole } from '../../../packages/warder/src/roles/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  agentHolders,
  claimsOf,
  makeAgent,
  newKeyPair,
  waysOf,
  withAgents,
  work,
  type Agent,
} from '../../support/people/agents.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { goodPassword, json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

describe('what an agent may do', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ ...withAgents, 'limits.mailing': '1000' })
    await warder.user()
    await warder.user('root@example.com', { roles: ['admin'] })
    await createRole(warder.operator, { name: 'librarian', permissions: ['docs:*'] })
    await grantRole(warder.operator, 'ada@example.com', 'librarian')
  })
  after(() => warder.close())

  const body = (more: object = {}) => ({
    name: 'Librarian',
    purpose: 'Keeps the notes in order',
    public_keys: [newKeyPair().jwk],
    scopes: ['notes:read'],
    actions: ['notes:*'],
    workspaces: ['blog'],
    ...more,
  })
  const headersOf = async (email = 'ada@example.com') => (await program(warder, email)).headers()
  const rsa = (bits: number) =>
    generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' })
  const privateJwk = newKeyPair().privateKey.export({ format: 'jwk' })
  const twice = newKeyPair().jwk

  // oxfmt-ignore
  const wishes: [what: string, more: object, status: number][] = [
    ['what everybody may',             { scopes: ['notes:read', 'notes:write'] },     201],
    ['what her roles allow',           { scopes: ['docs:write', 'docs:read:own'] },   201],
    ['what is not hers',               { scopes: ['notes:read', 'users:write'] },     403],
    ['a wildcard',                     { scopes: ['docs:*'] },                        400],
    ['to know who she is',             { scopes: ['openid'] },                        400],
    ['no scope',                       { scopes: [] },                                400],
    ['no action',                      { actions: [] },                               400],
    ['an action that is none',         { actions: ['Delete'] },                       400],
    ['no workspace',                   { workspaces: [] },                            400],
    ['a workspace of two words',       { workspaces: ['my blog'] },                   400],
    ['no purpose',                     { purpose: ' ' },                              400],
    ['no name',                        { name: undefined },                           400],
    ['no key',                         { public_keys: [] },                           400],
    ['a private key',                  { public_keys: [privateJwk] },                 400],
    ['a secret',                       { public_keys: [{ kty: 'oct', k: 'AAAA' }] },  400],
    ['one key twice',                  { public_keys: [twice, twice] },               400],
    ['a weak key',                     { public_keys: [rsa(1024)] },                  400],
    ['a key of RSA',                   { public_keys: [rsa(2048)] },                  201],
    ['an API of hers',                 { resources: ['https://mail.example'] },       201],
    ['an API of nobody',               { resources: ['https://bank.example'] },       400],
    ['a life of a minute',             { max_token_lifetime_seconds: 60 },            201],
    ['a longer life than there is',    { max_token_lifetime_seconds: 901 },           400],
    ['to be of somebody else',         { user_id: 'usr_bob', owner: { type: 'person', id: 'usr_bob' } }, 201],
    ['to be of a service account',     { owner: { type: 'service_account', id: 'svc_1' } }, 400],
    ['an owner by name alone',         { owner: 'usr_bob' },                          400],
    ['to be of the tenant',            { owner: { type: 'tenant' } },                 403],
  ]
  for (const [what, more, status] of wishes) {
    test(`wished for with ${what}: ${status}`, async () => {
      const answer = await warder.post('/api/agents', body(more), await headersOf())
      assert.equal(answer.status, status, await answer.clone().text())
      if (status !== 201) return
      const { id } = await json<Agent>(answer)
      const row = warder.app.db
        .selectFrom('agent')
        .innerJoin('user', 'user.id', 'agent.user_id')
        .select('email')
      assert.equal((await row.where('agent.id', '=', id).executeTakeFirst())?.email, 'ada@example.com')
    })
  }

  test('AG-09 no token of an agent makes agents or changes one, or opens the account otherwise', async () => {
    const { agent, token, id } = await agentHolders(warder).someone({
      on_behalf_of_owner: true,
      resources: [],
    })
    const attempts: [method: string, path: string][] = [
      ['POST', '/api/agents'],
      ['GET', '/api/agents'],
      ['GET', `/api/agents/${agent.id}`],
      ['PATCH', `/api/agents/${agent.id}`],
      ['DELETE', `/api/agents/${agent.id}`],
      ['POST', `/api/agents/${agent.id}/start`],
      ['POST', '/api/keys'],
      ['GET', '/api/keys'],
      ['PUT', '/auth/me'],
      ['GET', '/auth/me'],
      ['DELETE', '/auth/me'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/change-password'],
      ['POST', '/auth/mfa/totp/enable'],
      ['POST', '/access/v1/evaluation'],
    ]
    for (const context of [work, { ...work, on_behalf_of: id }]) {
      const { access_token } = await token(context)
      const bearer = { authorization: `Bearer ${access_token}` }
      for (const [method, path] of attempts) {
        const changes = method === 'POST' || method === 'PUT' || method === 'PATCH'
        const sized = { 'content-type': 'application/json', 'content-length': '2' }
        const init = { method, headers: { ...bearer, ...(changes && sized) }, ...(changes && { body: '{}' }) }
        assert.equal((await warder.request(path, init)).status, 403, `${method} ${path}`)
      }
      const info = await warder.get('/oauth/userinfo', bearer)
      assert.ok(info.status === 401 || info.status === 403, 'and it does not tell who anybody is')
    }
  })

  test('AG-09 in its owner’s name it says whom it acts for, and that it is not them', async () => {
    const { agent, token, id } = await agentHolders(warder).someone({ on_behalf_of_owner: true })
    const { sub, act, client_id, sid, auth_time } = claimsOf(
      (await token({ ...work, on_behalf_of: id })).access_token,
    )
    assert.deepEqual(
      [sub, act, client_id, sid, auth_time],
      [id, { sub: agent.id }, agent.id, undefined, undefined],
    )
  })

  test('it does never more than its owner may do now', async () => {
    const key = newKeyPair()
    const scopes = ['notes:read', 'docs:read', 'docs:write']
    const { id } = await makeAgent(warder, await headersOf(), { public_keys: [key.jwk], scopes })
    const { token } = waysOf(warder, id, key)
    assert.equal((await token()).scope, 'notes:read docs:read docs:write')
    await revokeRole(warder.operator, 'ada@example.com', 'librarian')
    assert.equal((await token()).scope, 'notes:read')
    await grantRole(warder.operator, 'ada@example.com', 'librarian')
    assert.equal((await token()).scope, 'notes:read docs:read docs:write')
  })

  // oxfmt-ignore
  const asks: [what: string, more: Record<string, string>, answer: number | { scope: string; aud: string }][] = [
    ['nothing more',            {},                                         { scope: 'notes:read notes:write', aud: 'https://notes.example' }],
    ['one scope',               { scope: 'notes:write' },                   { scope: 'notes:write', aud: 'https://notes.example' }],
    ['one that it has not too', { scope: 'notes:read users:write' },        { scope: 'notes:read', aud: 'https://notes.example' }],
    ['none that it has',        { scope: 'users:write' },                   403],
    ['what is no scope',        { scope: 'a  b' },                          400],
    ['another API of it',       { resource: 'https://mail.example' },       { scope: 'notes:read notes:write', aud: 'https://mail.example' }],
    ['this server',             { resource: origin },                       { scope: 'notes:read notes:write', aud: origin }],
    ['an API of others',        { resource: 'https://bank.example' },       403],
    ['what is no API',          { resource: 'bank' },                       400],
    ['another workspace',       { workspace: 'shop' },                      403],
    ['another action',          { action: 'mail:send' },                    403],
    ['to act for its owner',    { on_behalf_of: 'usr_ada' },                403],
  ]
  for (const [what, more, expected] of asks) {
    test(`asking for ${what}`, async () => {
      const { ask } = await agentHolders(warder).someone({ scopes: ['notes:read', 'notes:write'] })
      const answer = await ask({ ...work, ...more })
      if (typeof expected === 'number') return assert.equal(answer.status, expected)
      const { access_token, scope } = await json<{ access_token: string; scope: string }>(answer)
      assert.deepEqual({ scope, aud: claimsOf(access_token)['aud'] }, expected)
      assert.equal(claimsOf(access_token)['scope'], expected.scope)
    })
  }
  test('only what an operator lets agents use is an API of theirs, also after it was given', async () => {
    const { token } = await agentHolders(warder).someone({ resources: ['https://mail.example'] })
    const { config } = warder.app
    assert.equal(claimsOf((await token()).access_token)['aud'], 'https://mail.example')
    const { resources } = config.agents
    config.agents.resources = []
    assert.equal(claimsOf((await token()).access_token)['aud'], origin)
    config.agents.resources = resources
  })
})

onEveryDatabase(
  'whose agents there are',
  (warder) => {
    test('nobody has more than there may be, however many they register at once', async () => {
      await warder.user('many@example.com')
      const many = await program(warder, 'many@example.com')
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          warder.post(
            '/api/agents',
            {
              name: 'A',
              purpose: 'B',
              public_keys: [newKeyPair().jwk],
              scopes: ['notes:read'],
              actions: ['a'],
              workspaces: ['*'],
            },
            many.headers(),
          ),
        ),
      )
      const made = answers.filter(({ status }) => status === 201).length
      assert.deepEqual([made, answers.filter(({ status }) => status === 409).length], [3, 7])
      assert.equal((await pages(many)).length, 3)
    })

    test('a list has them newest first, page by page, and nobody else’s', async () => {
      const { someone } = agentHolders(warder)
      const ada = await someone()
      await someone()
      warder.clock.now += 1
      await makeAgent(warder, ada.program.headers(), { name: 'Second' })
      assert.deepEqual(
        (await pages(ada.program)).map(({ name }) => name),
        ['Second', 'Librarian'],
      )
      assert.equal((await ada.program.get('/api/agents?cursor=x')).status, 400)
    })

    test('only who signed in a moment ago registers, changes and starts one; whoever is in may stop it', async () => {
      const { someone } = agentHolders(warder)
      const ada = await someone()
      const path = `/api/agents/${ada.agent.id}`
      warder.clock.now += 301
      const statuses = [
        await ada.program.post('/api/agents', {
          name: 'A',
          purpose: 'B',
          public_keys: [newKeyPair().jwk],
          scopes: ['notes:read'],
          actions: ['a'],
          workspaces: ['*'],
        }),
        await ada.program.post(`${path}/start`),
        await ada.program.post(`${path}/stop`),
      ].map(({ status }) => status)
      assert.deepEqual(statuses, [401, 401, 200])
      await ada.program.post('/auth/reauthenticate', { password: goodPassword })
      assert.equal((await ada.program.post(`${path}/start`)).status, 200)
    })

    async function pages(of: Program): Promise<Agent[]> {
      const all: Agent[] = []
      for (let cursor = ''; ;) {
        const page = await json<{ items: Agent[]; next_cursor: string | null }>(
          await of.get(`/api/agents?limit=1${cursor}`),
        )
        all.push(...page.items)
        if (page.next_cursor === null) return all
        cursor = `&cursor=${page.next_cursor}`
      }
    }
  },
  { ...withAgents, 'agents.max': '3' },
)

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import { basicOf } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  agentRow,
  claimsOf,
  newKeyPair,
  plainAgent,
  waysOf,
  withAgents,
  work,
  type Agent,
} from '../../support/people/agents.ts'
import { holder, looksAfterAgents, tenantAgent, type Holder } from '../../support/people/tenant-agents.ts'
import { json } from '../../support/warder.ts'

const settings = { ...withAgents, 'agents.scopes': 'notes:read', 'agents.max': '8' }

onEveryDatabase(
  'an agent of the tenant',
  (warder) => {
    const keeper = () => holder(warder, looksAfterAgents)
    const owner = { type: 'tenant', id: 'ten_default' }
    const path = ({ id }: Agent) => `/api/agents/${id}`
    const patch = ({ program }: Holder, agent: Agent, body: object) => {
      const text = JSON.stringify(body)
      const sized = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
      return warder.request(path(agent), {
        method: 'PATCH',
        body: text,
        headers: { ...program.headers(), ...sized },
      })
    }
    const remove = async ({ program }: Holder, agent: Agent) => program.remove(path(agent))
    const list = async ({ program }: Holder) => program.get('/api/agents?owner=tenant')

    test('is registered by who looks after agents, does what they gave it, and stays when they leave', async () => {
      const ada = await keeper()
      const { agent, token, ask } = await tenantAgent(warder, ada, { scopes: ['notes:read', 'notes:write'] })
      assert.deepEqual(agent.owner, owner)
      const { access_token, scope } = await token()
      const { sub, client_id, act } = claimsOf(access_token)
      assert.deepEqual(
        [sub, client_id, act, scope],
        [agent.id, agent.id, undefined, 'notes:read notes:write'],
      )
      await setUserDisabled(warder.operator, ada.email, true)
      assert.equal((await token()).scope, 'notes:read notes:write')
      await deleteUser(warder.operator, ada.email)
      assert.equal((await ask()).status, 200)
      const bob = await keeper()
      assert.equal((await remove(bob, agent)).status, 204)
    })

    test('who may read sees it and changes nothing; to everybody else it is unknown, and not forbidden', async () => {
      const ada = await keeper()
      const { agent, token } = await tenantAgent(warder, ada)
      const reader = await holder(warder, ['agents:read', 'notes:*'])
      const bob = await holder(warder, ['notes:*'])
      const ids = async (who: Holder) =>
        (await json<{ items: Agent[] }>(await list(who))).items.map(({ id }) => id)
      assert.deepEqual(await ids(reader), [agent.id])
      assert.deepEqual(await ids(ada), [agent.id])
      assert.equal((await list(bob)).status, 403)
      assert.equal((await bob.program.get('/api/agents?owner=everybody')).status, 400)
      for (const who of [reader, bob]) {
        const answers = [
          await patch(who, agent, { name: 'Mine' }),
          await who.program.post(`${path(agent)}/stop`),
          await who.program.post(`${path(agent)}/start`),
          await remove(who, agent),
        ]
        assert.deepEqual(
          answers.map(({ status }) => status),
          [404, 404, 404, 404],
        )
      }
      assert.equal((await reader.program.get(path(agent))).status, 200)
      assert.equal((await bob.program.get(path(agent))).status, 404)
      const own = await json<{ items: Agent[] }>(await ada.program.get('/api/agents'))
      assert.deepEqual(own.items, [], 'and it is none of hers')
      await token()
      await remove(ada, agent)
    })

    test('of another tenant is unknown, whoever asks, and gets nothing here', async () => {
      const ada = await keeper()
      const { db } = warder.app
      const rows = db.selectFrom('tenant').selectAll().where('id', '=', 'ten_default')
      const row = { ...(await rows.executeTakeFirstOrThrow()), id: 'ten_other', slug: 'other' }
      await db
        .insertInto('tenant')
        .values({ ...row, issuer: 'https://other.example' })
        .execute()
      const key = newKeyPair()
      const foreign = agentRow('agt_foreign', null, {
        tenant_id: 'ten_other',
        jwks: JSON.stringify({ keys: [key.jwk] }),
      })
      await agents.insert(db, foreign)
      const root = await holder(warder, ['*'])
      const unknown = await root.program.get('/api/agents/agt_nobody')
      for (const who of [root, ada]) {
        const answer = await who.program.get('/api/agents/agt_foreign')
        assert.equal(answer.status, unknown.status)
        assert.equal((await who.program.post('/api/agents/agt_foreign/stop')).status, 404)
      }
      assert.equal((await waysOf(warder, 'agt_foreign', key).ask()).status, 401)
      assert.deepEqual((await json<{ items: Agent[] }>(await list(root))).items, [])
    })

    test('AG-09 nobody gives it more than they may themselves, or has one work that does more', async () => {
      const ada = await keeper()
      const bob = await holder(warder, ['agents:write'])
      const body = { ...plainAgent, public_keys: [newKeyPair().jwk], owner: { type: 'tenant' } }
      const more = await bob.program.post('/api/agents', { ...body, scopes: ['notes:write'] })
      assert.equal(more.status, 403)
      const { agent, ask } = await tenantAgent(warder, ada, { scopes: ['notes:write'] })
      const key = newKeyPair()
      assert.equal((await patch(bob, agent, { public_keys: [key.jwk] })).status, 403, 'a key of his own')
      assert.equal((await patch(bob, agent, { scopes: ['notes:write', 'notes:read'] })).status, 403)
      assert.equal((await waysOf(warder, agent.id, key).ask()).status, 401)
      assert.equal((await bob.program.post(`${path(agent)}/stop`)).status, 200, 'he may stop it in haste')
      assert.equal((await bob.program.post(`${path(agent)}/start`)).status, 403)
      assert.equal((await ask()).status, 403)
      assert.equal((await ada.program.post(`${path(agent)}/start`)).status, 200)
      await remove(bob, agent)
    })

    test('AG-09 what it may do is not asked for anew, and by itself it acts in nobody’s name', async () => {
      const ada = await keeper()
      const { agent, ask } = await tenantAgent(warder, ada, { on_behalf_of_owner: true })
      for (const on_behalf_of of [ada.id, 'ten_default', agent.id])
        assert.equal((await ask({ ...work, on_behalf_of })).status, 403, on_behalf_of)
      assert.equal((await ask({ ...work, scope: 'notes:write' })).status, 403)
      await remove(ada, agent)
    })

    test('AG-07 stopped by one of those who look after it, every token of it is dead, and the feed says so', async () => {
      const ada = await keeper()
      const bob = await keeper()
      const { agent, token, ask } = await tenantAgent(warder, ada)
      const { access_token } = await token()
      const api = await createClient(warder.operator, {
        name: 'Notes',
        type: 'confidential',
        redirect_uris: ['https://app.example/cb'],
        resources: ['https://notes.example'],
      })
      const active = async () => {
        const answer = await warder.form('/oauth/introspect', { token: access_token }, basicOf(api))
        return (await json<{ active: boolean }>(answer)).active
      }
      const news = async () =>
        (await json<{ items: unknown[] }>(await warder.get('/oauth/revocations'))).items.length
      assert.equal(await active(), true)
      const before = await news()
      assert.equal((await bob.program.post(`${path(agent)}/stop`)).status, 200)
      assert.equal(await active(), false)
      assert.ok((await news()) > before)
      assert.equal((await ask()).status, 403)
      await remove(ada, agent)
      assert.equal((await ask()).status, 401)
    })

    test('there are no more than there may be, however many are registered at once and by whomever', async () => {
      // Each by a session of their own: whoever makes two of them waits for themselves anyway.
      const makers = await Promise.all(Array.from({ length: 12 }, () => keeper()))
      const body = { ...plainAgent, owner: { type: 'tenant' } }
      const made = await Promise.all(
        makers.map(({ program }) =>
          program.post('/api/agents', { ...body, public_keys: [newKeyPair().jwk] }),
        ),
      )
      const statuses = made.map(({ status }) => status)
      assert.deepEqual(
        [201, 409].map((one) => statuses.filter((status) => status === one).length),
        [8, 4],
      )
    })

    test('everything about it is written down as the tenant’s', async () => {
      const rows = await warder.app.db
        .selectFrom('audit_event')
        .select('type')
        .distinct()
        .where('subject', '=', 'ten_default')
        .orderBy('type')
        .execute()
      assert.deepEqual(
        rows.map(({ type }) => type),
        ['agent.created', 'agent.deleted', 'agent.refused', 'agent.started', 'agent.stopped', 'agent.token'],
      )
    })
  },
  settings,
)

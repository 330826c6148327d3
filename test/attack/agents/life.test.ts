import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { agentHolders, withAgents, work, type Agent, type Holder } from '../../support/people/agents.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { basicOf } from '../../support/oauth.ts'
import { goodPassword, json } from '../../support/warder.ts'

onEveryDatabase(
  'the life of an agent',
  (warder) => {
    const { someone } = agentHolders(warder)
    const patch = (path: string, body: object, headers: Record<string, string>) => {
      const text = JSON.stringify(body)
      const sized = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
      return warder.request(path, { method: 'PATCH', body: text, headers: { ...headers, ...sized } })
    }
    /** Whether an API for which tokens are sees them as good. */
    const active = async (...tokens: string[]): Promise<boolean[]> => {
      const api = await createClient(warder.operator, {
        name: 'Notes',
        type: 'confidential',
        redirect_uris: ['https://app.example/cb'],
        resources: ['https://notes.example'],
      })
      const headers = basicOf(api)
      const seen = tokens.map(async (token) => {
        const answer = await warder.form('/oauth/introspect', { token }, headers)
        return (await json<{ active: boolean }>(answer)).active
      })
      return Promise.all(seen)
    }
    /** A token of the agent's own, and one in its owner's name. */
    const both = async ({ token, id }: Holder) => {
      const own = await token()
      const theirs = await token({ ...work, on_behalf_of: id })
      return [own.access_token, theirs.access_token] as const
    }
    const delegate = { on_behalf_of_owner: true }

    test('AG-07 stopped, every token of it is dead at once, and it gets no more', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      assert.deepEqual(await active(...tokens), [true, true])
      const stopped = await ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      assert.equal((await json<Agent>(stopped)).status, 'stopped')
      assert.deepEqual(await active(...tokens), [false, false])
      const refused = await ada.ask()
      assert.equal(refused.status, 403)
      assert.equal((await ada.program.post(`/api/agents/${ada.agent.id}/stop`)).status, 200, 'twice is once')
    })

    test('AG-07 started again it gets tokens, and what it had stays dead', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      await ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      const started = await ada.program.post(`/api/agents/${ada.agent.id}/start`)
      assert.equal((await json<Agent>(started)).status, 'active')
      const early = await ada.ask()
      assert.deepEqual([early.status, early.headers.get('retry-after')], [409, '5'])
      warder.clock.now += 5
      const again = await both(ada)
      assert.deepEqual(await active(...again, ...tokens), [true, true, false, false])
    })

    test('AG-07 removed, its tokens are dead and nobody knows it', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      assert.equal((await ada.program.remove(`/api/agents/${ada.agent.id}`)).status, 204)
      assert.deepEqual(await active(...tokens), [false, false])
      assert.equal((await ada.ask()).status, 401)
      assert.equal((await ada.program.get(`/api/agents/${ada.agent.id}`)).status, 404)
    })

    test('AG-05 while its owner is disabled its tokens are dead, and it gets none', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      await setUserDisabled(warder.operator, ada.email, true)
      assert.deepEqual(await active(...tokens), [false, false])
      assert.equal((await ada.ask()).status, 403)
      await setUserDisabled(warder.operator, ada.email, false)
      assert.deepEqual(await active(...tokens), [false, false], 'they do not come back')
      warder.clock.now += 60
      assert.deepEqual(await active(...(await both(ada))), [true, true])
    })

    test('AG-05 so it is while its owner takes a break', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      assert.equal((await ada.program.post('/auth/me/deactivate')).status, 204)
      assert.deepEqual(await active(...tokens), [false, false])
      assert.equal((await ada.ask()).status, 403)
    })

    test('locking the account stops its agents, until they are started again', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      const alert = await linkTo(warder, ada.email, '/not-me')
      const browser = warder.browser()
      const page = await browser.open(`/not-me?token=${alert}`)
      assert.equal((await browser.submit(page, '/not-me', {})).status, 200)
      assert.deepEqual(await active(...tokens), [false, false])
      const row = await warder.app.db
        .selectFrom('agent')
        .select('stopped_at')
        .where('id', '=', ada.agent.id)
        .executeTakeFirst()
      assert.equal(row?.stopped_at, warder.clock.now)
      assert.equal((await ada.ask()).status, 403)
    })

    test('erased or deleted, a person takes their agents with them', async () => {
      const ada = await someone(delegate)
      const tokens = await both(ada)
      assert.equal((await ada.program.remove('/auth/me')).status, 204)
      assert.deepEqual(await active(...tokens), [false, false])
      assert.equal((await ada.ask()).status, 401)

      const bob = await someone(delegate)
      const his = await both(bob)
      await deleteUser(warder.operator, bob.email)
      assert.deepEqual(await active(...his), [false, false])
      const rows = await warder.app.db
        .selectFrom('agent')
        .select('id')
        .where('id', 'in', [ada.agent.id, bob.agent.id])
        .execute()
      assert.deepEqual(rows, [])
    })

    test('changed, it keeps no token that is worth more than it is now', async () => {
      const ada = await someone({ scopes: ['notes:read', 'notes:write'] })
      const { access_token } = await ada.token()
      const path = `/api/agents/${ada.agent.id}`
      const changed = await patch(path, { scopes: ['notes:read'] }, ada.program.headers())
      assert.deepEqual((await json<Agent>(changed)).scopes, ['notes:read'])
      assert.deepEqual(await active(access_token), [false])
      warder.clock.now += 5
      assert.equal((await ada.token()).scope, 'notes:read')
    })

    test('of twenty who change it at once each wins or is told, and nothing is mixed', async () => {
      const ada = await someone()
      const path = `/api/agents/${ada.agent.id}`
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          patch(path, { name: `Name ${at}`, purpose: `Purpose ${at}` }, ada.program.headers()),
        ),
      )
      assert.deepEqual(
        [...new Set(answers.map(({ status }) => status))].filter(
          (status) => status !== 200 && status !== 409,
        ),
        [],
      )
      const { name, purpose } = await json<Agent>(await ada.program.get(path))
      assert.equal(name.split(' ')[1], purpose.split(' ')[1])
    })

    test('while it is stopped and asks at the same time, it has no token that lives', async () => {
      const ada = await someone()
      const asked = Array.from({ length: 10 }, () => ada.ask())
      const stopped = ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      const answers = await Promise.all(asked)
      assert.equal((await stopped).status, 200)
      const got: string[] = []
      for (const answer of answers)
        if (answer.status === 200) got.push((await json<{ access_token: string }>(answer)).access_token)
      assert.deepEqual((await active(...got)).filter(Boolean), [])
    })

    test('a new password leaves it alone', async () => {
      const ada = await someone()
      const changed = await ada.program.post('/auth/change-password', {
        current_password: goodPassword,
        password: 'quite another pass phrase',
      })
      assert.equal(changed.status, 200)
      const again = await program(warder, (await someone()).email)
      assert.equal((await again.get('/api/agents')).status, 200)
      assert.equal((await ada.ask()).status, 200)
    })
  },
  withAgents,
)

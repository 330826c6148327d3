import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { lockDown } from '../../../packages/warder/src/users/lifecycle/lock-down.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { claimsOf, oauthWorld, type Tokens } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { vaultWorld, withVault, type Connected, type VaultWorld } from '../../support/vault/world.ts'
import { endingAfter } from '../../support/timing/slow-body.ts'
import { json, origin } from '../../support/warder.ts'

onEveryDatabase(
  'what programs do with a connection',
  (warder) => {
    let world: VaultWorld
    before(async () => {
      world = await vaultWorld(warder)
    })
    after(() => world.service.close())

    test('an agent gets an answer and never the token, and its person reads of it', async () => {
      const ada = await world.connected()
      const answer = await world.called(ada, { url: `${world.service.origin}/notes?q=private` })
      assert.deepEqual(JSON.parse(answer.body ?? ''), { path: '/notes?q=private', method: 'GET' })
      const sent = String(world.service.seen.at(-1)?.headers['authorization'])
      assert.match(sent, /^Bearer .{20,}$/)
      assert.ok(!JSON.stringify(answer).includes(sent.slice(7)))
      const { html } = await ada.browser.open(`/account/connections/${ada.connection.id}`)
      assert.match(html, /Called: GET/)
      assert.match(html, new RegExp(`${world.service.origin}/notes`))
      assert.ok(!html.includes('private'), 'what is in a query is not kept')
      assert.match((await ada.browser.open(`/account/agents/${ada.agent.id}`)).html, /Called: GET/)
    })

    test('a body goes out as it is, text or bytes, and comes back so', async () => {
      const ada = await world.connected()
      const { service } = world
      await world.called(ada, { method: 'POST', body: 'grüezi', headers: { 'content-type': 'text/plain' } })
      assert.deepEqual(
        [service.seen.at(-1)?.body, service.seen.at(-1)?.headers['content-type']],
        ['grüezi', 'text/plain'],
      )
      await world.called(ada, { method: 'PUT', body_base64: Buffer.from('raw').toString('base64') })
      assert.equal(service.seen.at(-1)?.body, 'raw')
      const bytes = Buffer.from([0xff, 0xfe, 0x00])
      service.answers.set('/picture', (response) =>
        response.writeHead(200, { 'content-type': 'image/x' }).end(bytes),
      )
      const answer = await world.called(ada, { url: `${service.origin}/picture` })
      assert.equal(answer.body_base64, bytes.toString('base64'))
    })

    test('RFC 9700 §2.3 a token that an API has as well opens nothing, whatever its application may use', async () => {
      const ada = await world.connected()
      const oauth = oauthWorld(warder)
      const client = await oauth.client({ resources: ['https://api.example'] })
      const tokenFor = async (change: Record<string, string>) => {
        const code = await oauth.code(client, { scope: 'openid', ...change }, ada.browser)
        return (await json<Tokens>(await oauth.redeem(client, code))).access_token
      }
      const shared = await tokenFor({})
      await world.allow(ada, ada.connection.id, { program: client.client_id })
      assert.deepEqual(claimsOf(shared)['aud'], ['https://api.example', origin])
      await world.refused(403, 'forbidden', ada, {}, shared)
      assert.equal((await world.call(ada, {}, await tokenFor({ resource: origin }))).status, 200)
    })

    test('AG-07 a request that comes byte by byte asks nothing once its agent is stopped', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      const before = world.service.seen.length
      const body = JSON.stringify({ connection: ada.connection.id, url: `${world.service.origin}/notes` })
      const slowly = (meanwhile: () => Promise<unknown>) =>
        warder.request('/api/vault/fetch', {
          method: 'POST',
          body: endingAfter(meanwhile, body),
          duplex: 'half',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        } as RequestInit)
      assert.equal((await slowly(() => Promise.resolve())).status, 200)
      const stop = () => ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      assert.equal((await slowly(stop)).status, 401)
      assert.equal(world.service.seen.length, before + 1)
    })

    // oxfmt-ignore
    const elsewhere: [what: string, url: string, status?: number, code?: string][] = [
      ['another host',          'https://evil.example/notes'],
      ['a name that begins so', 'http://127.0.0.1.evil.example/'],
      ['another port',          'http://127.0.0.1:1/notes'],
      ['a user in the address', 'http://127.0.0.1@evil.example/', 400, 'invalid_input'],
      ['another scheme',        'file:///etc/passwd'],
    ]
    for (const [what, url, status = 403, code = 'forbidden'] of elsewhere) {
      test(`OC-01 the token does not go to ${what}`, async () => {
        const ada = await world.connected()
        await world.refused(status, code, ada, { url })
      })
    }

    test('OC-02 a redirect is shown and not followed', async () => {
      const ada = await world.connected()
      const { service } = world
      service.answers.set('/away', (response) =>
        response.writeHead(302, { location: 'https://evil.example/', 'set-cookie': 'a=b' }).end(),
      )
      const { status, headers } = await world.called(ada, { url: `${service.origin}/away` })
      assert.deepEqual(
        [status, headers['location'], headers['set-cookie']],
        [302, 'https://evil.example/', undefined],
      )
    })

    test('a program says neither who it is there nor where the request goes', async () => {
      const ada = await world.connected()
      await world.called(ada, {
        headers: {
          Authorization: 'Bearer mine',
          Cookie: 'a=b',
          Host: 'evil.example',
          'X-Note': 'yes',
          'Transfer-Encoding': 'chunked',
        },
      })
      const { headers } = world.service.seen.at(-1) ?? assert.fail()
      assert.notEqual(headers['authorization'], 'Bearer mine')
      assert.deepEqual(
        [headers['cookie'], headers['host'], headers['x-note'], headers['transfer-encoding']],
        [undefined, new URL(world.service.origin).host, 'yes', undefined],
      )
    })

    test('an answer without end, or none at all, is no answer', async () => {
      const ada = await world.connected()
      const { service } = world
      service.answers.set('/endless', (response) => {
        response.writeHead(200)
        const more = () =>
          void (response.destroyed || response.write(Buffer.alloc(1 << 20), () => setImmediate(more)))
        more()
      })
      service.answers.set('/cut', (response) => response.destroy())
      await world.refused(502, 'provider_failed', ada, { url: `${service.origin}/endless` })
      await world.refused(502, 'provider_failed', ada, { url: `${service.origin}/cut` })
    })

    test('only the methods that its person ticked, and that is told them', async () => {
      const ada = await world.connected({ methods: ['GET', 'HEAD'] })
      await world.called(ada)
      await world.refused(403, 'forbidden', ada, { method: 'DELETE' })
      const { html } = await ada.browser.open(`/account/connections/${ada.connection.id}`)
      assert.match(html, /Was refused: DELETE/)
    })

    // oxfmt-ignore
    const endings: [what: string, end: (ada: Connected) => Promise<unknown>, status: number, code: string][] = [
      ['its person stopped it',        (ada) => ada.program.remove(`/api/vault/connections/${ada.connection.id}/programs/${ada.agent.id}`), 404, 'not_found'],
      ['the connection was removed',   (ada) => ada.program.remove(`/api/vault/connections/${ada.connection.id}`), 404, 'not_found'],
      ['the agent was stopped',        (ada) => ada.program.post(`/api/agents/${ada.agent.id}/stop`), 401, 'not_authenticated'],
      ['its person was disabled',      (ada) => setUserDisabled(warder.operator, ada.id, true), 401, 'not_authenticated'],
    ]
    for (const [what, end, status, code] of endings) {
      test(`nothing goes out any more once ${what}`, async () => {
        const ada = await world.connected()
        const token = await world.tokenOf(ada)
        await world.called(ada, {}, token)
        await end(ada)
        const before_ = world.service.seen.length
        await world.refused(status, code, ada, {}, token)
        assert.equal(world.service.seen.length, before_)
      })
    }

    test('nobody else uses it: another agent of hers, an agent of another person, her own application, nobody', async () => {
      const ada = await world.connected()
      const bob = await world.connected()
      const not = (token: string) =>
        world.refused(404, 'not_found', { ...bob, connection: ada.connection }, {}, token)
      await not(await world.tokenOf(bob))
      await not((await warder.tokens(ada.email)).access_token)
      const unallowed = await world.connected(null)
      await world.refused(404, 'not_found', unallowed)
      await world.refused(401, 'not_authenticated', ada, {}, 'none')
      await world.refused(404, 'not_found', { ...ada, connection: { ...ada.connection, id: 'con_0' } })
    })

    test('a token for another API opens nothing here', async () => {
      const ada = await world.connected()
      const { access_token } = await ada.token()
      await world.refused(401, 'not_authenticated', ada, {}, access_token)
    })

    test('an agent that may not act in her name may not use it either', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      await warder.app.db
        .updateTable('agent')
        .set({ on_behalf_at: null })
        .where('id', '=', ada.agent.id)
        .execute()
      await world.refused(404, 'not_found', ada, {}, token)
    })

    // oxfmt-ignore
    const unreadable: [what: string, body: Record<string, unknown>][] = [
      ['no address',              { url: 'notes' }],
      ['a method that is none',   { method: 'TRACE' }],
      ['a header of two lines',   { headers: { a: 'b\r\nhost: evil.example' } }],
      ['a name of two words',     { headers: { 'a b': 'c' } }],
      ['a body that is no base64', { method: 'POST', body_base64: 'ÿ' }],
      ['a body with GET',         { body: 'a' }],
      ['no connection',           { connection: 'github' }],
    ]
    for (const [what, body] of unreadable) {
      test(`a request with ${what} is refused`, async () => {
        await world.refused(400, 'invalid_input', await world.connected(), body)
      })
    }

    test('who may use it is changed by its person, who proved a moment ago who they are', async () => {
      const ada = await world.connected(null)
      const bob = await world.connected(null)
      const path = `/api/vault/connections/${ada.connection.id}/programs`
      const status = async (of: Connected, body: unknown) => (await of.program.post(path, body)).status
      assert.equal(await status(bob, { program: bob.agent.id }), 404)
      assert.equal(await status(ada, { program: bob.agent.id }), 400, 'no agent of hers')
      assert.equal(await status(ada, { program: 'cli_unknown' }), 400)
      assert.equal(await status(ada, { program: 'https://evil.example' }), 400)
      warder.clock.now += 301
      assert.equal(await status(ada, { program: ada.agent.id }), 401)
    })

    for (const [what, ago, left] of [
      ['keeps what was connected before', 0, 1],
      ['loses what was connected since', 1, 0],
    ] as const) {
      test(`a locked account lets no program use anything, and ${what}`, async () => {
        const ada = await world.connected()
        const { db } = warder.app
        warder.clock.now += 1
        const reported = { actor: ada.id, since: warder.clock.now - ago }
        await db.transaction().execute((tx) => lockDown(tx, warder.operator, ada.id, reported))
        const users = await db
          .selectFrom('vault_user')
          .select('program')
          .where('connection_id', '=', ada.connection.id)
          .execute()
        assert.deepEqual(users, [])
        const rows = await db
          .selectFrom('vault_connection')
          .select('id')
          .where('user_id', '=', ada.id)
          .execute()
        assert.equal(rows.length, left)
      })
    }

    test('what stands in the database and in the log is no token', async () => {
      const ada = await world.connected()
      await world.called(ada)
      const token = String(world.service.seen.at(-1)?.headers['authorization']).slice(7)
      const row = await warder.app.db
        .selectFrom('vault_connection')
        .selectAll()
        .where('id', '=', ada.connection.id)
        .executeTakeFirstOrThrow()
      assert.ok(!JSON.stringify(row).includes(token))
      assert.ok(!warder.lines.join('').includes(token))
      const [{ client_secret }] = [
        await warder.app.db.selectFrom('vault_provider').selectAll().executeTakeFirstOrThrow(),
      ]
      assert.ok(client_secret && !client_secret.includes(world.service.secret))
      assert.equal(ada.connection.resource, `${origin}/api/vault/connections/${ada.connection.id}`)
    })
  },
  withVault,
)

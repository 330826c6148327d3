import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { removeProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { basicOf, oauthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { typedWorld } from '../../support/vault/typed.ts'
import { ageTokens } from '../../support/vault/rows.ts'
import { vaultWorld, withVault, type Connected, type VaultWorld } from '../../support/vault/world.ts'
import { json, origin } from '../../support/warder.ts'
import { grant_type, shop } from '../oauth/delegation/shop.ts'

type Given = {
  access_token: string
  token_type: string
  expires_in: number
  scope?: string
  issued_token_type: string
  refresh_token?: string
}

onEveryDatabase(
  'the token of a connected service',
  (warder) => {
    let world: VaultWorld
    const oauth = oauthWorld(warder)
    const act = shop(oauth)
    before(async () => {
      world = await vaultWorld(warder)
    })
    after(() => world.service.close())

    const host = () =>
      oauth.client({
        grant_types: ['authorization_code', grant_type],
        scope: 'openid notes:read',
        resources: ['https://notes.example'],
        skip_consent: true,
      })
    const subjectOf = async (client: ClientView, { email }: Connected) =>
      (await oauth.tokens(client, 'openid notes:read', await oauth.signedIn(email))).access_token
    const asked = ({ connection }: Connected, more: Record<string, string> = {}) => ({
      resource: connection.resource,
      ...more,
    })
    const letHost = async (
      ada: Connected,
      client: ClientView,
      use: Record<string, unknown> = { hand_over: true },
    ) => world.allow(ada, ada.connection.id, { program: client.client_id, ...use })

    test('RFC 8693 §2.2.1 an application that may have it gets it, without what renews it', async () => {
      const ada = await world.connected(null)
      const client = await host()
      await letHost(ada, client)
      const given = (await act.exchanged(
        client,
        await subjectOf(client, ada),
        asked(ada),
      )) as unknown as Given
      assert.deepEqual(
        [
          given.token_type,
          given.issued_token_type,
          given.scope,
          given.refresh_token,
          given.expires_in <= 3600,
        ],
        [
          'Bearer',
          'urn:ietf:params:oauth:token-type:access_token',
          'notes.read notes.write',
          undefined,
          true,
        ],
      )
      const answer = await fetch(`${world.service.origin}/notes`, {
        headers: { authorization: `Bearer ${given.access_token}` },
      })
      assert.equal(answer.status, 200)
      const { html } = await ada.browser.open(`/account/connections/${ada.connection.id}`)
      assert.match(html, /Got the access itself/)
      const told = await warder.app.db
        .selectFrom('audit_event')
        .select(['actor', 'subject', 'client_id', 'outcome'])
        .where('type', '=', 'vault.token')
        .where('subject', '=', ada.id)
        .execute()
      const { client_id } = client
      assert.deepEqual(told, [{ actor: client_id, subject: ada.id, client_id, outcome: 'succeeded' }])
    })

    test('an application has it in her name alone, and not once she took back its access', async () => {
      const ada = await world.connected(null)
      const client = await oauth.client({
        grant_types: ['authorization_code', 'client_credentials', grant_type],
        scope: 'openid notes:read',
        resources: [origin],
      })
      await subjectOf(client, ada)
      await letHost(ada, client)
      const answer = await warder.form(
        '/oauth/token',
        { grant_type: 'client_credentials', resource: origin },
        basicOf(client),
      )
      const { access_token } = await json<{ access_token: string }>(answer)
      assert.equal(answer.status, 200)
      await world.refused(404, 'not_found', ada, {}, access_token)
      const path = `/account/grants/${client.client_id}/withdraw`
      await ada.browser.submit(await ada.browser.open('/account/applications'), path, {})
      assert.deepEqual((await world.connections(ada))[0]?.programs, [])
    })

    test('an agent gets it as the one who acts, and by no other way', async () => {
      const ada = await world.connected({ hand_over: true })
      const client = await host()
      const actor = {
        actor_token: ada.assertion(
          { workspace: 'blog', action: 'notes:read' },
          { aud: `${origin}/oauth/token` },
        ),
        actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }
      const subject = await subjectOf(client, ada)
      await act.exchanged(client, subject, asked(ada, actor))
      await act.refused('invalid_target', client, subject, asked(ada))
    })

    test('RFC 8707 §2 it is refused where it was not handed over, for somebody else’s, and for two places at once', async () => {
      const ada = await world.connected(null)
      const bob = await world.connected(null)
      const client = await host()
      const subject = await subjectOf(client, ada)
      await act.refused('invalid_target', client, subject, asked(ada))
      await letHost(ada, client, { hand_over: false })
      await act.refused('invalid_target', client, subject, asked(ada))
      await letHost(bob, client)
      await act.refused('invalid_target', client, subject, asked(bob))
      await letHost(ada, client)
      await act.refused('invalid_target', client, subject, asked(ada, { audience: 'https://notes.example' }))
      await act.exchanged(client, subject, asked(ada))
    })

    test('scopes do not grow, and a token without an end is not handed over', async () => {
      const ada = await world.connected(null)
      const client = await host()
      await letHost(ada, client)
      const subject = await subjectOf(client, ada)
      await act.refused(
        'invalid_scope',
        client,
        subject,
        asked(ada, { scope: 'notes.read notes.write admin' }),
      )
      await act.refused('invalid_scope', client, subject, asked(ada, { scope: 'notes.read' }))
      await act.exchanged(client, subject, asked(ada, { scope: 'notes.write notes.read' }))
      world.service.lifetime = undefined
      const bob = await world.connected(null)
      world.service.lifetime = 3600
      await letHost(bob, client)
      await act.refused('invalid_target', client, await subjectOf(client, bob), asked(bob))
    })

    test('a key that its person typed in is handed over where the operator and the person let that, and a password never', async (context) => {
      const key = 'canary-key-of-ada-0123456789'
      const typed = await typedWorld(warder, world, () => ({ body: {} }))
      context.after(() => typed.api.close())
      const client = await host()
      const letHave = (ada: Connected, hand_over: boolean) =>
        ada.program.post(`/api/vault/connections/${ada.connection.id}/programs`, {
          program: client.client_id,
          hand_over,
        })
      await typed.offer()
      const ada = await typed.connected({ key }, null)
      const subject = await subjectOf(client, ada)
      const answer = await letHave(ada, true)
      const { errors } = await json<{ errors: { pointer: string }[] }>(answer)
      assert.deepEqual([answer.status, errors.map(({ pointer }) => pointer)], [400, ['/hand_over']])
      const path = `/account/connections/${ada.connection.id}`
      assert.ok(!(await ada.browser.open(path)).html.includes('name="hand_over"'))

      await typed.offer({ hand_over: true })
      await letHave(ada, false)
      await act.refused('invalid_target', client, subject, asked(ada))
      assert.equal((await letHave(ada, true)).status, 200)
      await act.refused('invalid_scope', client, subject, asked(ada, { scope: 'notes.read' }))
      assert.deepEqual(await act.exchanged(client, subject, asked(ada)), {
        access_token: key,
        issued_token_type: 'urn:warder:token-type:api-key',
        token_type: 'N_A',
      })
      assert.match((await ada.browser.open(path)).html, /Got the access itself/)
      await typed.offer({ hand_over: false })
      await act.refused('invalid_target', client, subject, asked(ada))

      await removeProvider(warder.operator, 'keys')
      await typed.offer({}, { kind: 'basic' })
      const bob = await typed.connected({ username: 'bob', password: 'secret' }, null)
      assert.equal((await letHave(bob, true)).status, 400)
    })

    test('twenty cold calls at once are one renewal', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      // Its own tokens live for minutes, those of the service for an hour: this makes the latter old.
      await ageTokens(warder, ada)
      const before_ = world.service.asked.length
      world.service.slow = 50
      await Promise.all(Array.from({ length: 20 }, () => world.called(ada, {}, token)))
      world.service.slow = 0
      assert.deepEqual(world.service.asked.slice(before_), ['refresh_token'])
      assert.equal(world.service.reused, 0)
    })

    test('two instances take turns, and the one that died in the middle holds nobody up for long', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      await ageTokens(warder, ada)
      const held = { locked_by: 'run_dead', locked_until: warder.clock.now + 5 }
      await warder.app.db
        .updateTable('vault_connection')
        .set(held)
        .where('id', '=', ada.connection.id)
        .execute()
      const waiting = world.called(ada, {}, token)
      warder.clock.now += 5
      assert.equal((await waiting).status, 200)
    })

    test('a service that takes the grant no more: its person is asked to connect again, and then it works', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      await ageTokens(warder, ada)
      world.service.forget()
      await world.refused(409, 'reconnect_required', ada, {}, token)
      await world.refused(409, 'reconnect_required', ada, {}, token)
      const [connection] = await world.connections(ada)
      assert.equal(connection?.status, 'reconnect_required')
      assert.match((await ada.browser.open('/account/connections')).html, /Connect again/)
      await world.connect(ada.browser)
      assert.equal((await world.called(ada, {}, token)).status, 200)
    })

    test('a token that the API refuses is replaced once, and the call made again', async () => {
      const ada = await world.connected()
      const token = await world.tokenOf(ada)
      let refusals = 1
      world.service.answers.set('/moody', (response) => response.writeHead(refusals-- > 0 ? 401 : 200).end())
      const before_ = world.service.asked.length
      const { status } = await world.called(ada, { url: `${world.service.origin}/moody` }, token)
      assert.deepEqual([status, world.service.asked.length], [200, before_ + 1])
    })

    test('disconnected, the tokens are given back to the service (RFC 7009)', async () => {
      const ada = await world.connected()
      const before_ = world.service.revoked.length
      const path = `/account/connections/${ada.connection.id}`
      const page = await ada.browser.submit(await ada.browser.open(path), `${path}/disconnect`, {})
      assert.match(page.html, /it took back its access/)
      assert.equal(world.service.revoked.length, before_ + 1)
      assert.deepEqual(await world.connections(ada), [])
    })
  },
  withVault,
)

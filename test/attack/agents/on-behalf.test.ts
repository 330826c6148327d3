import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { claimsOf, oauthWorld } from '../../support/oauth.ts'
import {
  agentHolders,
  withAgents,
  work,
  type Holder,
  type NewAgent,
  type Work,
} from '../../support/people/agents.ts'
import { origin } from '../../support/warder.ts'
import { accessToken, grant_type, shop } from '../oauth/delegation/shop.ts'

const notes = 'https://notes.example'
const mail = 'https://mail.example'
const bank = 'https://bank.example'
const endpoint = `${origin}/oauth/token`

/** Somebody with an agent, and an application in which it works and which has a token of theirs. */
type Helped = { ada: Holder; host: ClientView; subject: string }
type Actor = { actor_token: string; actor_token_type: string }

onEveryDatabase(
  'an agent as who acts for its owner in an exchange',
  (warder) => {
    const { someone } = agentHolders(warder)
    const world = oauthWorld(warder)
    const act = shop(world)

    const subjectOf = async (host: ClientView, { email }: Holder) =>
      (await world.tokens(host, 'openid notes:read notes:share', await world.signedIn(email))).access_token
    const helped = async (more: NewAgent = {}, resources = [notes]): Promise<Helped> => {
      const scopes = ['notes:read', 'notes:write']
      const ada = await someone({ on_behalf_of_owner: true, scopes, ...more })
      const host = await world.client({
        grant_types: ['authorization_code', grant_type],
        scope: 'openid notes:read notes:write notes:share',
        resources,
        token_exchange: { audiences: [mail, bank] },
        skip_consent: true,
        access_token_claims: ['roles', 'permissions'],
      })
      return { ada, host, subject: await subjectOf(host, ada) }
    }
    const signature = (ada: Holder, context: Work = work, claims: object = {}): Actor => ({
      actor_token: ada.assertion(context, { aud: endpoint, ...claims }),
      actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    })
    const ownToken = async (ada: Holder, context: Work = work): Promise<Actor> => ({
      actor_token: (await ada.token({ resource: origin, ...context })).access_token,
      actor_token_type: accessToken,
    })
    const ways: [by: string, actor: (ada: Holder, context?: Work) => Actor | Promise<Actor>][] = [
      ['what it signed', signature],
      ['a token of its own', ownToken],
    ]

    for (const [by, actor] of ways) {
      test(`RFC 8693 §4.1 by ${by} it acts in her name, with no more than all of them may have`, async () => {
        const { ada, host, subject } = await helped()
        const answer = await act.exchanged(host, subject, await actor(ada))
        const { sub, act: acts, client_id, aud, context, roles, permissions } = claimsOf(answer.access_token)
        assert.deepEqual(
          [sub, acts, client_id, aud, answer.scope],
          [ada.id, { sub: ada.agent.id }, host.client_id, notes, 'notes:read'],
        )
        assert.deepEqual(context, work)
        assert.deepEqual([roles, permissions], [undefined, undefined], 'who she is elsewhere is not lent')
        assert.equal(await act.active(host, answer.access_token), true)
        const { html } = await (await signedIn(ada)).open(`/account/agents/${ada.agent.id}`)
        assert.match(html, /Got access in your name: <code><bdi>notes:read<.bdi>/)
      })

      test(`AG-07 stopped, what it got by ${by} is dead, and it gets no more`, async () => {
        const { ada, host, subject } = await helped()
        const { access_token } = await act.exchanged(host, subject, await actor(ada))
        const before = await actor(ada)
        await ada.program.post(`/api/agents/${ada.agent.id}/stop`)
        assert.equal(await act.active(host, access_token), false)
        await act.refused('invalid_request', host, subject, before)
        await ada.program.post(`/api/agents/${ada.agent.id}/start`)
        assert.equal(await act.active(host, access_token), false, 'and stays so when it is started again')
        assert.equal(await act.active(host, subject), true, 'what she has herself lives on')
      })
    }

    const signedIn = async ({ email }: Holder) => world.signedIn(email)

    test('its tokens live no longer than those that it gets itself', async () => {
      const { ada, host, subject } = await helped({ max_token_lifetime_seconds: 60 })
      const { expires_in } = await act.exchanged(host, subject, signature(ada))
      assert.equal(expires_in, 60)
    })

    test('AG-07 removed, or its owner disabled, what it got is dead', async () => {
      const one = await helped()
      const { access_token } = await act.exchanged(one.host, one.subject, signature(one.ada))
      await one.ada.program.remove(`/api/agents/${one.ada.agent.id}`)
      assert.equal(await act.active(one.host, access_token), false)

      const two = await helped()
      const other = await act.exchanged(two.host, two.subject, signature(two.ada))
      await setUserDisabled(warder.operator, two.ada.email, true)
      assert.equal(await act.active(two.host, other.access_token), false)
      await setUserDisabled(warder.operator, two.ada.email, false)
      assert.equal(await act.active(two.host, other.access_token), false)
    })

    // oxfmt-ignore
    const wrong: [what: string, more: NewAgent, actor: (ada: Holder, other: Holder) => Actor | Promise<Actor>][] = [
      ['whom nobody let act for anybody',   { on_behalf_of_owner: false },              (ada) => signature(ada)],
      ['the same by its token',             { on_behalf_of_owner: false },              (ada) => ownToken(ada)],
      ['of somebody else',                  {},                                         (_, other) => signature(other)],
      ['of somebody else by its token',     {},                                         (_, other) => ownToken(other)],
      ['that names somebody else',          {},                                         (ada, other) => signature(ada, { ...work, on_behalf_of: other.id })],
      ['in another workspace',              {},                                         (ada) => signature(ada, { ...work, workspace: 'shop' })],
      ['with another action',               {},                                         (ada) => signature(ada, { ...work, action: 'mail:send' })],
      ['that says not what for',            {},                                         (ada) => signature(ada, {})],
      ['that its owner wants to be asked',  { sensitive_actions: ['notes:read'] },      (ada) => signature(ada)],
      ['with what it signed for itself',    {},                                         (ada) => signature(ada, work, { aud: origin })],
      ['for another place',                 {},                                         (ada) => signature(ada, work, { aud: 'https://other.example' })],
      ['whose signature is too old',        {},                                         (ada) => signature(ada, work, { exp: 1 })],
      ['that says to be another',           {},                                         (ada, other) => signature(ada, work, { iss: other.agent.id, sub: other.agent.id })],
      ['that nobody knows',                 {},                                         (ada) => signature(ada, work, { iss: 'agt_nobody', sub: 'agt_nobody' })],
      ['by a token for an API',             {},                                         (ada) => ownToken(ada, { ...work, resource: notes })],
      ['by a token in her name',            {},                                         (ada) => ownToken(ada, { ...work, on_behalf_of: ada.id })],
      ['with a scope that she did not give', { scopes: ['notes:write'] },               (ada) => signature(ada)],
      ['with a scope that she did give not', { scopes: ['notes:write'] },               (ada) => ownToken(ada)],
      ['that asks for less than nothing',   {},                                         (ada) => signature(ada, { ...work, scope: 'notes:write' })],
      ['that asks for what is no scope',    {},                                         (ada) => signature(ada, { ...work, scope: 'a  b' })],
    ]
    for (const [what, more, actor] of wrong) {
      test(`AG-01 an agent ${what} gets nothing`, async () => {
        const { ada, host, subject } = await helped(more)
        const other = await someone({ on_behalf_of_owner: true })
        await act.refused('invalid_request', host, subject, await actor(ada, other))
      })
    }

    test('its token asks for as much as that has, and not for all that the agent may have', async () => {
      const { ada, host, subject } = await helped()
      const narrow = await ownToken(ada, { ...work, scope: 'notes:write' })
      await act.refused('invalid_request', host, subject, narrow)
    })

    test('it comes to its own APIs, and to no other that the application or the token may', async () => {
      const { ada, host, subject } = await helped({ resources: [mail] })
      await act.refused('invalid_target', host, subject, signature(ada))
      await act.refused('invalid_target', host, subject, { ...signature(ada), audience: bank })
      const answer = await act.exchanged(host, subject, { ...signature(ada), audience: mail })
      assert.equal(claimsOf(answer.access_token)['aud'], mail)
    })

    test('AG-01 of twenty who come with one signature at once one gets a token', async () => {
      const { ada, host, subject } = await helped()
      const once = signature(ada)
      const answers = await Promise.all(Array.from({ length: 20 }, () => act.exchange(host, subject, once)))
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
      assert.deepEqual(statuses, [200, ...Array.from({ length: 19 }, () => 400)])
    })

    test('AG-07 an API that goes on with what it got is cut off as well, and says for whom it acts', async () => {
      const { ada, host, subject } = await helped()
      const lent = await act.exchanged(host, subject, signature(ada))
      const next = await world.client({
        type: 'machine',
        redirect_uris: [],
        grant_types: [grant_type, 'client_credentials'],
        scope: 'notes:read',
        resources: [notes],
      })
      const further = await act.exchanged(next, lent.access_token)
      assert.deepEqual(claimsOf(further.access_token)['act'], {
        sub: next.client_id,
        act: { sub: ada.agent.id },
      })
      await ada.program.post(`/api/agents/${ada.agent.id}/stop`)
      assert.equal(await act.active(next, further.access_token), false, 'also what was exchanged for it')
    })
  },
  withAgents,
)

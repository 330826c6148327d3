import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { basicOf, claimsOf, oauthWorld } from '../../support/oauth.ts'
import { withAgents, work, type NewAgent, type Work } from '../../support/people/agents.ts'
import {
  holder,
  looksAfterAgents,
  tenantAgent,
  type TenantAgent,
} from '../../support/people/tenant-agents.ts'
import { origin } from '../../support/warder.ts'
import { accessToken, grant_type, shop } from '../oauth/delegation/shop.ts'

const notes = 'https://notes.example'

onEveryDatabase(
  'an agent of the tenant as who acts for a person in an exchange',
  (warder) => {
    const world = oauthWorld(warder)
    const act = shop(world)
    let people = 0
    const person = async () => {
      const email = `reader-${++people}@example.com`
      const { id } = await warder.user(email)
      return { id, email, browser: await world.signedIn(email) }
    }
    const helped = async (more: NewAgent = {}) => {
      const keeper = await holder(warder, looksAfterAgents)
      const robot = await tenantAgent(warder, keeper, { on_behalf_of_owner: true, ...more })
      const host = await world.client({
        grant_types: ['authorization_code', grant_type],
        scope: 'openid notes:read notes:write',
        resources: [notes],
        skip_consent: true,
      })
      const ada = await person()
      const { access_token: subject } = await world.tokens(host, 'openid notes:read notes:write', ada.browser)
      return { keeper, robot, host, ada, subject }
    }
    const signature = ({ assertion }: TenantAgent, context: Work = work) => ({
      actor_token: assertion(context, { aud: `${origin}/oauth/token` }),
      actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    })
    const ownToken = async ({ token }: TenantAgent) => ({
      actor_token: (await token({ ...work, resource: origin })).access_token,
      actor_token_type: accessToken,
    })
    const seesDeeds = async ({ browser }: Awaited<ReturnType<typeof person>>) =>
      /did in your name/.test((await browser.open('/account/agents')).html)

    for (const [by, actor] of [
      ['what it signed', (robot: TenantAgent) => Promise.resolve(signature(robot))],
      ['a token of its own', ownToken],
    ] as const) {
      test(`AG-07 by ${by} it acts for whom an application has a token of, they see it, and stopped it is cut off`, async () => {
        const { keeper, robot, host, ada, subject } = await helped()
        const other = await person()
        const answer = await act.exchanged(host, subject, await actor(robot))
        const { sub, act: acts } = claimsOf(answer.access_token)
        assert.deepEqual([sub, acts, answer.scope], [ada.id, { sub: robot.agent.id }, 'notes:read'])
        const { html } = await ada.browser.open('/account/agents')
        assert.match(html, /What agents of [^<]+ did in your name/)
        assert.match(html, /Got access in your name: <code><bdi>notes:read<.bdi>/)
        assert.equal(await seesDeeds(other), false, 'and nobody else does')
        const looking = await keeper.signIn()
        assert.match(
          (await looking.open(`/account/agents/${robot.agent.id}`)).html,
          /Got access in somebody’s name/,
        )
        await keeper.program.post(`/api/agents/${robot.agent.id}/stop`)
        assert.equal(await act.active(host, answer.access_token), false)
        assert.equal(await act.active(host, subject), true, 'what she has herself lives on')
      })
    }

    // oxfmt-ignore
    const wrong: [what: string, more: NewAgent, context: (ada: { id: string }, other: { id: string }) => Work][] = [
      ['whom nobody let act for anybody', { on_behalf_of_owner: false },               () => work],
      ['that names somebody else',        {},                                          (_, other) => ({ ...work, on_behalf_of: other.id })],
      ['that names the tenant',           {},                                          () => ({ ...work, on_behalf_of: 'ten_default' })],
      ['that has to ask about it',        { sensitive_actions: ['notes:read'] },       () => work],
    ]
    for (const [what, more, context] of wrong) {
      test(`one ${what} is refused`, async () => {
        const { robot, host, ada, subject } = await helped(more)
        const other = await person()
        await act.refused('invalid_request', host, subject, signature(robot, context(ada, other)))
      })
    }

    test('naming whom it acts for is as good', async () => {
      const { robot, host, ada, subject } = await helped()
      await act.exchanged(host, subject, signature(robot, { ...work, on_behalf_of: ada.id }))
    })

    test('what the application gets it for ends with what the person gave the application', async () => {
      const { robot, host, subject } = await helped()
      const { access_token } = await act.exchanged(host, subject, signature(robot))
      assert.equal((await warder.form('/oauth/revoke', { token: subject }, basicOf(host))).status, 200)
      assert.equal(await act.active(host, access_token), false)
    })
  },
  { ...withAgents, 'agents.max': '50' },
)

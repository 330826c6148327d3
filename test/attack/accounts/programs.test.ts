import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../../packages/warder/src/time.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { makeAgent, newKeyPair, waysOf, withAgents } from '../../support/people/agents.ts'
import type { Key } from '../../support/people/api-keys.ts'
import { linkTo } from '../../support/people/programs.ts'
import { askBySecret, keeper, root, type Keeper } from '../../support/people/service-accounts.ts'
import { json } from '../../support/warder.ts'

const secret = { type: 'rotating_secret', lifetime_seconds: 30 * day }
const rule = { issuer: 'https://ci.example', subject: 'repo:acme/app', claims: {}, single_use: true }

onEveryDatabase(
  '“This wasn’t me” by somebody who looks after programs',
  (warder) => {
    const ofTenant = { type: 'tenant' }
    const keyOf = async (by: Keeper, owner: unknown = ofTenant) =>
      json<Key>(await by.program.post('/api/keys', { name: 'Robot', scopes: ['keys:verify'], owner }))
    const agentOf = async (by: Keeper) => {
      const pair = newKeyPair()
      const more = { public_keys: [pair.jwk], owner: ofTenant, max_token_lifetime_seconds: 900 }
      const { id } = await makeAgent(warder, by.program.headers(), more)
      return { id, ...waysOf(warder, id, pair) }
    }
    /** Whether a key still opens something. */
    const works = async ({ key }: Key) =>
      (await warder.form('/api/keys/verify', { key }, { 'x-api-key': key })).status === 200
    const emailOf = async ({ program }: Keeper) =>
      (await json<{ email: string }>(await program.get('/auth/me'))).email
    /** Presses the button of the newest mail that tells of a key or an agent. */
    const deny = async (who: Keeper) => {
      const email = await emailOf(who)
      const token = await linkTo(warder, email, '/not-me')
      const browser = warder.browser()
      const page = await browser.open(`/not-me?token=${token}`)
      assert.match((await browser.submit(page, '/not-me', {})).html, /Your account is locked/)
      return (await warder.inbox()).find(({ to }) => to === email)
    }

    test('ends what was made from the account in the week before, and nothing else', async () => {
      const ada = await keeper(warder)
      const bob = await keeper(warder)
      const { id: account } = await ada.account()
      const byAda = { type: 'service_account', id: (await ada.account({ scopes: ['keys:verify'] })).id }
      const old = {
        keys: [await keyOf(ada), await keyOf(ada, byAda)],
        agent: await agentOf(ada),
        secret: await ada.credential(account, secret),
      }
      const taken = await keyOf(ada)
      const handed = await ada.credential(account, secret)
      warder.clock.now += 8 * day
      await ada.trust(account, rule)
      const fresh = {
        keys: [await keyOf(ada), await keyOf(ada, byAda)],
        agent: await agentOf(ada),
        secret: await ada.credential(account, secret),
      }
      const rotated = await json<Key>(
        await ada.program.post(`/api/keys/${taken.id}/rotate`, { grace_period_seconds: 0 }),
      )
      const next = await ada.rotate(account, handed.id)
      const his = { key: await keyOf(bob), agent: await agentOf(bob) }
      await bob.trust(account, { ...rule, subject: 'repo:acme/other' })
      const passedOn = await keyOf(ada)
      const safe = await json<Key>(
        await bob.program.post(`/api/keys/${passedOn.id}/rotate`, { grace_period_seconds: 0 }),
      )
      assert.equal((await fresh.agent.ask()).status, 200)

      const mail = await deny(ada)
      assert.match(mail?.text ?? '', /Keys and credentials that were made from your account since/)
      const keys = [...fresh.keys, rotated, ...old.keys, his.key, safe]
      assert.deepEqual(await Promise.all(keys.map(works)), [false, false, false, true, true, true, true])
      const agents = [fresh.agent, old.agent, his.agent]
      const asked = await Promise.all(agents.map(({ ask }) => ask()))
      assert.deepEqual(
        asked.map(({ status }) => status),
        [403, 200, 200],
      )
      const secrets = [fresh.secret.secret, next.secret, handed.secret, old.secret.secret]
      const came = await Promise.all(secrets.map((one) => askBySecret(warder, account, one)))
      assert.deepEqual(
        came.map(({ status }) => status),
        [401, 401, 401, 200],
      )
      const { items } = await json<{ items: { subject: string }[] }>(
        await bob.program.get(`${root}/${account}/federation`),
      )
      assert.deepEqual(
        items.map(({ subject }) => subject),
        ['repo:acme/other'],
      )
      const events = await warder.app.db
        .selectFrom('audit_event')
        .select(['type', 'subject'])
        .where('actor', '=', ada.id)
        .where('type', 'in', [
          'api_key.revoked',
          'service_credential.revoked',
          'workload_trust.removed',
          'agent.stopped',
        ])
        .orderBy('seq')
        .execute()
      assert.deepEqual(
        events.map(({ type, subject }) => `${type} ${subject}`).toSorted(),
        [
          'agent.stopped ten_default',
          'api_key.revoked ten_default',
          'api_key.revoked ten_default',
          `api_key.revoked ${byAda.id}`,
          `service_credential.revoked ${account}`,
          `service_credential.revoked ${account}`,
          `workload_trust.removed ${account}`,
        ].toSorted(),
      )
    })

    test('what a program of theirs made by a key of theirs ends as well', async () => {
      const ada = await keeper(warder)
      const bob = await keeper(warder)
      const { id: account } = await bob.account({ scopes: [] })
      const own = await json<Key>(
        await ada.program.post('/api/keys', { name: 'Robot', scopes: ['service_accounts:write'] }),
      )
      const answer = await warder.post(`${root}/${account}/credentials`, secret, { 'x-api-key': own.key })
      const made = await json<{ secret: string }>(answer)
      assert.equal((await askBySecret(warder, account, made.secret)).status, 200)
      await deny(ada)
      assert.equal((await askBySecret(warder, account, made.secret)).status, 401)
    })

    // oxfmt-ignore
    const makings: [what: string, make: (ada: Keeper) => Promise<unknown>, subject: RegExp][] = [
      ['a key of the tenant',           (ada) => keyOf(ada),                                                                        /An API key for a program was made/],
      ['a key of a service account',    async (ada) => keyOf(ada, { type: 'service_account', id: (await ada.account({ scopes: ['keys:verify'] })).id }), /An API key for a program was made/],
      ['another secret of such a key',  async (ada) => ada.program.post(`/api/keys/${(await keyOf(ada)).id}/rotate`),               /The secret of a program’s API key was replaced/],
      ['an agent of the tenant',        (ada) => agentOf(ada),                                                                      /An agent was registered at/],
    ]
    for (const [what, make, subject] of makings) {
      test(`${what} is mailed to whoever made it, with the way back`, async () => {
        const ada = await keeper(warder)
        await make(ada)
        const email = await emailOf(ada)
        const mail = (await warder.inbox()).find(({ to }) => to === email)
        assert.match(mail?.subject ?? '', subject)
        assert.ok(mail?.links.some((link) => link.includes('/not-me?token=')))
      })
    }
  },
  { ...withAgents, 'agents.max': '50' },
)

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deleteClient, type ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { setClientDisabled } from '../../../packages/warder/src/oauth-server/registration/change.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import type { Browser } from '../../support/cookies.ts'
import { basicOf, errorOf, oauthWorld, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { json, startWarder } from '../../support/warder.ts'

/** Two processes share nothing but the database, and neither do these two. */
type Pair = { a: OAuthWorld; b: OAuthWorld }

const scope = 'openid offline_access'

type Given = { access_token: string; browser: Browser; email: string; client: ClientView }

/** What ends a token, done at one of them. */
const ends: [what: string, end: (pair: Pair, given: Given) => Promise<unknown>][] = [
  [
    'its client revoked it',
    ({ a }, { access_token, client }) =>
      a.warder.form('/oauth/revoke', { token: access_token }, basicOf(client)),
  ],
  [
    'its person signed out',
    async (_pair, { browser }) => browser.submit(await browser.open('/logout'), '/logout', {}),
  ],
  ['its person was disabled', ({ a }, { email }) => setUserDisabled(a.warder.operator, email, true)],
  [
    'its client was disabled',
    ({ a }, { client }) => setClientDisabled(a.warder.operator, client.client_id, true),
  ],
  ['its client was deleted', ({ a }, { client }) => deleteClient(a.warder.operator, client.client_id)],
  [
    'it expired',
    async ({ a, b }) => {
      for (const { warder } of [a, b]) warder.clock.now += warder.app.config.access_token_ttl
    },
  ],
]

for (const [name, fresh] of stores()) {
  describe(`two instances on ${name}`, () => {
    let store: FreshStore
    let pair: Pair
    let client: Awaited<ReturnType<OAuthWorld['client']>>
    before(async () => {
      store = await fresh()
      const a = oauthWorld(await startWarder({ database_url: store.url }))
      const b = oauthWorld(await startWarder({ database_url: store.url }))
      pair = { a, b }
      await a.warder.user()
      client = await a.client({ skip_consent: true })
    })
    after(async () => {
      await pair.a.warder.close()
      await pair.b.warder.close()
      await store.drop()
    })

    const half = Array.from({ length: 25 })
    /** Fifty calls at once, half of them to each instance. */
    const fifty = (call: (world: OAuthWorld) => Promise<Response>) =>
      Promise.all(half.flatMap(() => [call(pair.a), call(pair.b)]))

    test('both sign with the same keys, made once', async () => {
      const both = [pair.a, pair.b].flatMap(({ warder }) =>
        (['ES256', 'RS256'] as const).map(async (alg) => warder.app.keys.signer('ten_default', alg)),
      )
      const keys = await Promise.all(both)
      assert.equal(new Set(keys.map((key) => key.kid)).size, 2)
      const rows = await pair.a.warder.app.db.selectFrom('signing_key').selectAll().execute()
      assert.equal(rows.length, 2)
    })

    test('TK-02 of fifty redemptions of a code one gets tokens, which the others then end', async () => {
      const code = await pair.a.code(client, { scope })
      const answers = await fifty((world) => world.redeem(client, code))
      const won = answers.filter((answer) => answer.status === 200)
      assert.equal(won.length, 1)
      for (const answer of answers)
        if (answer.status !== 200) assert.equal(await errorOf(answer), 'invalid_grant')

      const [winner] = won
      const { access_token } = winner ? await json<Tokens>(winner) : { access_token: '' }
      for (const world of [pair.a, pair.b]) assert.equal((await world.userinfo(access_token)).status, 401)
    })

    test('TK-11 fifty refreshes of one token get the same answer, and there is one lineage', async () => {
      const { refresh_token = '' } = await pair.a.tokens(client, scope)
      const answers = await fifty((world) => world.refresh(client, refresh_token))
      const successors = new Set<string>()
      for (const answer of answers) {
        assert.equal(answer.status, 200)
        successors.add((await json<Tokens>(answer)).refresh_token ?? '')
      }
      assert.equal(successors.size, 1)
      const [successor = ''] = successors
      assert.equal((await pair.b.refresh(client, successor)).status, 200)
    })

    test('F-33 in two hundred rounds of a code and of a refresh token, one instance wins each time', async () => {
      const browser = await pair.a.signedIn()
      for (const { warder } of [pair.a, pair.b]) warder.app.config.refresh_grace = 0
      const round = async () => {
        const code = await pair.a.code(client, { scope }, browser)
        const redeemed = await Promise.all([pair.a.redeem(client, code), pair.b.redeem(client, code)])
        assert.equal(redeemed.filter(({ status }) => status === 200).length, 1, 'code')

        const { refresh_token = '' } = await pair.a.tokens(client, scope, browser)
        const calls = [pair.a.refresh(client, refresh_token), pair.b.refresh(client, refresh_token)]
        const refreshed = await Promise.all(calls)
        assert.equal(refreshed.filter(({ status }) => status === 200).length, 1, 'refresh token')
      }
      // Twenty rounds at a time, so that their commits are shared.
      for (let done = 0; done < 200; done += 20) await Promise.all(Array.from({ length: 20 }, round))
      for (const { warder } of [pair.a, pair.b]) warder.app.config.refresh_grace = 10
    })

    for (const access_token_format of ['jwt', 'opaque']) {
      for (const [what, end] of ends) {
        test(`a token that both instances have read (${access_token_format}) is dead at both once ${what}`, async () => {
          const email = `${access_token_format}-${ends.findIndex(([one]) => one === what)}@example.com`
          await pair.a.warder.user(email)
          const browser = await pair.a.signedIn(email)
          const own = await pair.a.client({ skip_consent: true, access_token_format })
          const { access_token } = await pair.a.tokens(own, 'openid', browser)
          const seen = async () => {
            const both = [pair.a, pair.b].map((world) => world.userinfo(access_token))
            return (await Promise.all(both)).map(({ status }) => status)
          }
          for (const time of ['first', 'second']) assert.deepEqual(await seen(), [200, 200], time)
          await end(pair, { access_token, browser, email, client: own })
          assert.deepEqual(await seen(), [401, 401])
        })
      }
    }
  })
}

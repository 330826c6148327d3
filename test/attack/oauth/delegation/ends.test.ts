import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { deathNames } from '@warder/protocol'
import { deleteClient, type ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { setUserDisabled } from '../../../../packages/warder/src/users/manage.ts'
import type { Browser } from '../../../support/cookies.ts'
import { basicOf, claimsOf, oauthWorld, type OAuthWorld, type Tokens } from '../../../support/oauth.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { grant_type, idToken, orders, shop } from './shop.ts'

onEveryDatabase('AG-07 what ends the first token ends what was exchanged for it', (warder) => {
  let world: OAuthWorld
  let act: ReturnType<typeof shop>
  let web: ClientView
  let api: ClientView
  before(async () => {
    await warder.user()
    world = oauthWorld(warder)
    act = shop(world)
    web = await world.client({ scope: 'openid read offline_access', resources: [orders] })
    api = await act.api()
  })
  type World = { browser: Browser; tokens: Tokens; derived: string; twice: string; next: ClientView }
  const derive = async (scope = 'openid read'): Promise<World> => {
    const browser = await world.signedIn()
    const tokens = await world.tokens(web, scope, browser)
    const { access_token: derived } = await act.exchanged(api, tokens.access_token)
    const next = await act.api()
    const { access_token: twice } = await act.exchanged(next, derived)
    assert.deepEqual([await act.active(api, derived), await act.active(next, twice)], [true, true])
    return { browser, tokens, derived, twice, next }
  }

  const ends: [what: string, scope: string, end: (world: World) => Promise<unknown>][] = [
    [
      'it is revoked',
      'openid read',
      ({ tokens }) => warder.form('/oauth/revoke', { token: tokens.access_token }, basicOf(web)),
    ],
    [
      'its refresh token is revoked',
      'openid read offline_access',
      ({ tokens }) => warder.form('/oauth/revoke', { token: tokens.refresh_token ?? '' }, basicOf(web)),
    ],
    [
      'she signs out',
      'openid read',
      async ({ browser }) => browser.submit(await browser.open('/logout'), '/logout', {}),
    ],
    [
      'she takes back what she allowed',
      'openid read',
      async ({ browser }) => {
        const path = '/account/applications'
        await browser.submit(await browser.open(path), `/account/grants/${web.client_id}/withdraw`, {})
      },
    ],
  ]
  for (const [what, scope, end] of ends) {
    test(`when ${what}`, async () => {
      const made = await derive(scope)
      await end(made)
      assert.deepEqual(
        [await act.active(api, made.derived), await act.active(made.next, made.twice)],
        [false, false],
      )
      await act.refused('invalid_request', await act.api(), made.derived)
    })
  }

  test('what an ID token was exchanged for ends when she takes back what she allowed, and not before she allows it anew', async () => {
    const grants = ['authorization_code', grant_type]
    const own = await world.client({ grant_types: grants, scope: 'openid read', resources: [orders] })
    const browser = await world.signedIn()
    const as = { subject_token_type: idToken }
    const exchanged = async () => {
      const given = await world.tokens(own, 'openid read', browser)
      return act.exchanged(own, given.id_token ?? '', as)
    }
    const { access_token } = await exchanged()
    assert.equal(await act.active(own, access_token), true)
    const page = await browser.open('/account/applications')
    await browser.submit(page, `/account/grants/${own.client_id}/withdraw`, {})
    assert.equal(await act.active(own, access_token), false)

    warder.clock.now += 5
    const later = await exchanged()
    assert.deepEqual(
      [await act.active(own, later.access_token), await act.active(own, access_token)],
      [true, false],
    )
  })

  test('F-33 a consent that is taken back while a request is answered by it leaves no grant', async () => {
    const client = await world.client({ scope: 'openid read offline_access' })
    const browser = await world.signedIn()
    const address = world.address(client, { scope: 'openid read offline_access' })
    const path = '/account/applications'
    const standing = async () => {
      const grants = warder.app.db.selectFrom('oauth_grant').select('id').where('revoked_at', 'is', null)
      return (await grants.where('client_id', '=', client.client_id).execute()).length
    }
    for (let round = 0; round < 8; round++) {
      await world.answer(browser, address)
      const page = await browser.open(path)
      const answers = Array.from({ length: 4 }, () => browser.send(`${address}&prompt=none`))
      await Promise.all([
        browser.submit(page, `/account/grants/${client.client_id}/withdraw`, {}),
        ...answers,
      ])
      assert.equal(await standing(), 0, `round ${round}`)
    }
  })

  test('when the one in the middle is revoked, what comes after it, and not what was before', async () => {
    const { tokens, derived, twice, next } = await derive()
    await warder.form('/oauth/revoke', { token: derived }, basicOf(api))
    assert.deepEqual(
      [
        await act.active(web, tokens.access_token),
        await act.active(api, derived),
        await act.active(next, twice),
      ],
      [true, false, false],
    )
  })

  test('when a client in the chain is deleted', async () => {
    const own = await act.api()
    const { tokens, next } = await derive()
    const { access_token: derived } = await act.exchanged(own, tokens.access_token)
    const { access_token: twice } = await act.exchanged(next, derived)
    await deleteClient(warder.operator, own.client_id)
    assert.equal(await act.active(next, twice), false)
  })

  test('the token itself says, as digests, all that the feed may say to end it', async () => {
    const { tokens, derived, twice } = await derive()
    const first = claimsOf(tokens.access_token)
    const second = claimsOf(derived)
    const named = claimsOf(twice)['dies_with'] as string[]
    for (const claims of [first, second]) {
      const names = deathNames({
        jti: String(claims['jti']),
        sid: String(claims['sid']),
        sub: String(claims['sub']),
        client: String(claims['client_id']),
      })
      assert.deepEqual(
        names.filter((name) => !named.includes(name)),
        [],
      )
    }
    assert.ok(!JSON.stringify(claimsOf(twice)).includes(String(first['jti'])))
  })

  test('AG-05 nothing is exchanged in the name of somebody who is disabled', async () => {
    const { tokens } = await derive()
    const id = String(claimsOf(tokens.access_token)['sub'])
    await setUserDisabled(warder.operator, id, true)
    await act.refused('invalid_request', api, tokens.access_token)
    await setUserDisabled(warder.operator, id, false)
  })

  test('each exchange stands in the audit, with who acted for whom', async () => {
    const { tokens } = await derive()
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select(['actor', 'subject', 'client_id', 'detail'])
      .where('type', '=', 'token.issued')
      .where('client_id', '=', api.client_id)
      .execute()
    const last = rows.at(-1)
    assert.deepEqual([last?.actor, last?.subject], [api.client_id, claimsOf(tokens.access_token)['sub']])
    assert.match(last?.detail ?? '', /token_exchange/)
  })
})

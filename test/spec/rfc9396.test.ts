import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../support/cookies.ts'
import {
  answered,
  basicOf,
  claimsOf,
  errorOf,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../support/oauth.ts'
import { json } from '../support/warder.ts'

type RichTokens = Tokens & { authorization_details?: unknown }

const payment = {
  type: 'payment_initiation',
  actions: ['initiate', 'status'],
  instructedAmount: { currency: 'EUR', amount: '123.50' },
  creditorName: 'Merchant <b>A</b>',
}
const account = { type: 'account_information', datatypes: ['balance'] }
const authorization_details = JSON.stringify([payment, account])

describe('permissions finer than scopes', () => {
  let world: OAuthWorld
  let client: ClientView
  let ada: Browser
  before(async () => {
    world = await startOAuth({
      authorization_details_types: 'payment_initiation[instructedAmount+creditorName], account_information',
    })
    client = await world.client({
      authorization_details_types: ['payment_initiation', 'account_information'],
    })
    ada = await world.signedIn()
  })
  after(() => world.warder.close())

  const asked = { scope: 'openid offline_access', authorization_details }

  test('§3 and §7 are shown to the person, and told with the tokens, in them, after a refresh and by introspection', async () => {
    const page = await ada.open(world.address(client, asked))
    assert.ok(page.path.startsWith('/consent'))
    for (const words of [
      'payment initiation',
      'initiate, status',
      'Instructed amount, currency',
      '123.50',
      'Creditor name',
      'balance',
    ])
      assert.ok(page.html.includes(words), words)
    assert.ok(page.html.includes('Merchant &lt;b&gt;A&lt;/b&gt;'))
    const code = answered(await ada.submit(page, '/consent', { decision: 'allow' })).get('code') ?? ''
    const tokens = await json<RichTokens>(await world.redeem(client, code))
    assert.deepEqual(tokens.authorization_details, [payment, account])
    assert.deepEqual(claimsOf(tokens.access_token)['authorization_details'], [payment, account])
    const state = await json(
      await world.warder.form('/oauth/introspect', { token: tokens.access_token }, basicOf(client)),
    )
    assert.deepEqual(state['authorization_details'], [payment, account])
    const next = await json<RichTokens>(await world.refresh(client, tokens.refresh_token ?? ''))
    assert.deepEqual(next.authorization_details, [payment, account])
  })

  test('§6 a token may be for a part of them, and for nothing else', async () => {
    const code = await world.code(client, asked, ada)
    const more = JSON.stringify([{ ...payment, creditorName: 'Mallory' }])
    const refused = await world.redeem(client, code, { authorization_details: more })
    assert.equal(await errorOf(refused), 'invalid_authorization_details')
    const part = await json<RichTokens>(
      await world.redeem(client, code, { authorization_details: JSON.stringify([account]) }),
    )
    assert.deepEqual(part.authorization_details, [account])
    const whole = await json<RichTokens>(await world.refresh(client, part.refresh_token ?? ''))
    assert.deepEqual(whole.authorization_details, [payment, account])
  })

  test('§11.1 are asked for each time, also where everything was allowed before', async () => {
    await world.code(client, asked, ada)
    assert.ok((await ada.open(world.address(client, asked))).path.startsWith('/consent'))
    const silent = await ada.open(world.address(client, { ...asked, prompt: 'none' }))
    assert.equal(answered(silent).get('error'), 'consent_required')
  })

  // oxfmt-ignore
  const bad: [what: string, text: string][] = [
    ['no JSON', 'x'], ['an object', JSON.stringify(payment)], ['an unknown type', '[{"type":"x"}]'],
    ['an unknown field', JSON.stringify([{ ...account, creditorName: 'x' }])], ['actions that are a text', JSON.stringify([{ ...payment, actions: 'x' }])],
  ]
  for (const [what, text] of bad) {
    test(`§5 ${what}: invalid_authorization_details, by browser and pushed`, async () => {
      const back = answered(await ada.open(world.address(client, { authorization_details: text })))
      assert.equal(back.get('error'), 'invalid_authorization_details')
      const params = new URLSearchParams(world.address(client, { authorization_details: text }).split('?')[1])
      const pushed = await world.warder.form('/oauth/par', Object.fromEntries(params), basicOf(client))
      assert.equal(await errorOf(pushed), 'invalid_authorization_details')
    })
  }

  test('§10 types are those of the server and of the client, and discovery names them', async () => {
    await assert.rejects(world.client({ authorization_details_types: ['other'] }), {
      code: 'invalid_client_metadata',
    })
    const plain = await world.client({ skip_consent: true })
    const back = answered(await ada.open(world.address(plain, { authorization_details })))
    assert.equal(back.get('error'), 'invalid_authorization_details')
    const document = await json(await world.warder.get('/.well-known/openid-configuration'))
    assert.deepEqual(document['authorization_details_types_supported'], [
      'payment_initiation',
      'account_information',
    ])
  })

  test('a program may ask for its own', async () => {
    const program = await world.client({
      type: 'machine',
      redirect_uris: [],
      authorization_details_types: ['account_information'],
    })
    const ask = (details: unknown) =>
      world.token(program, {
        grant_type: 'client_credentials',
        authorization_details: JSON.stringify(details),
      })
    const tokens = await json<RichTokens>(await ask([account]))
    assert.deepEqual(claimsOf(tokens.access_token)['authorization_details'], [account])
    assert.equal(await errorOf(await ask([payment])), 'invalid_authorization_details')
  })
})

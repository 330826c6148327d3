import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { answered, claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../support/oauth.ts'
import { goodPassword, json } from '../support/warder.ts'

describe('signing in again', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true })
  })
  after(() => world.warder.close())

  const credentials = { email: 'ada@example.com', password: goodPassword }
  for (const change of [
    { max_age: '1' },
    { prompt: 'login' },
    { max_age: '0' },
    { prompt: 'login select_account' },
  ]) {
    test(`AZ-23 ${JSON.stringify(change)} asks a signed-in person again and issues a fresh auth_time`, async () => {
      const browser = await world.signedIn()
      const signedInAt = world.warder.clock.now
      world.warder.clock.now += 2

      const page = await browser.open(world.address(client, change))
      assert.match(page.path, /^\/login\?interaction=/)
      const back = await browser.submit(page, '/login', credentials)
      const { id_token = '' } = await json<Tokens>(
        await world.redeem(client, answered(back).get('code') ?? ''),
      )
      assert.equal(claimsOf(id_token)['auth_time'], signedInAt + 2)
    })
  }

  test('AZ-23 resuming without signing in does not count, also in the second of the sign-in', async () => {
    const browser = await world.signedIn()
    const page = await browser.open(world.address(client, { prompt: 'login' }))
    const again = await browser.open(page.path.replace('/login', '/oauth/authorize'))
    assert.match(again.path, /^\/login\?interaction=/)
  })

  test('AZ-35 the redirects with the code are 303, also from a form', async () => {
    const browser = await world.signedIn()
    const response = await browser.send(world.address(client))
    assert.equal(response.status, 303)
    assert.match(response.headers.get('location') ?? '', /[?&]code=/)
  })

  test('AZ-34 success names the issuer of the metadata', async () => {
    const params = await world.answer(await world.signedIn(), world.address(client))
    const metadata = (await (await world.warder.get('/.well-known/openid-configuration')).json()) as {
      issuer: string
    }
    assert.equal(params.get('iss'), metadata.issuer)
    assert.equal(params.get('state'), 'a state')
  })

  test('AZ-45 a hint of another person with prompt=none is login_required, and no code for Alice', async () => {
    await world.warder.user('alice@example.com')
    const { id_token } = await world.tokens(client)
    const alice = await world.signedIn('alice@example.com')
    const params = await world.answer(
      alice,
      world.address(client, { prompt: 'none', id_token_hint: id_token }),
    )
    assert.equal(params.get('error'), 'login_required')
    assert.equal(params.get('code'), null)

    const ada = await world.signedIn()
    assert.ok(
      (await world.answer(ada, world.address(client, { prompt: 'none', id_token_hint: id_token }))).get(
        'code',
      ),
    )
  })

  test('AZ-45 a hint that is no ID token of this client is an error', async () => {
    const other = await world.client()
    const { id_token, access_token } = await world.tokens(other)
    const browser = await world.signedIn()
    for (const id_token_hint of [id_token, access_token, 'x.y.z']) {
      const params = await world.answer(browser, world.address(client, { id_token_hint }))
      assert.equal(params.get('error'), 'invalid_request')
    }
  })
})

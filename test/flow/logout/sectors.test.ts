import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView, NewClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { grant_type as exchange, accessToken, idToken, shop } from '../../attack/oauth/delegation/shop.ts'
import type { Browser } from '../../support/cookies.ts'
import { allowAll, claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { json } from '../../support/warder.ts'

describe('OIDC Core §8.1 and §17.3 a session has another name in each sector, as its person has', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  const api = 'https://api.example'
  const at = (host: string, change: Partial<NewClient> = {}) =>
    world.client({
      redirect_uris: [`https://${host}/cb`],
      subject_type: 'pairwise',
      scope: 'openid offline_access read',
      ...change,
    })
  async function tokensOf(client: ClientView, browser: Browser, scope = 'openid'): Promise<Tokens> {
    const [redirect_uri = ''] = client.redirect_uris
    const page = await allowAll(browser, await browser.open(world.address(client, { redirect_uri, scope })))
    const code = new URL(page.path).searchParams.get('code') ?? assert.fail(page.path)
    return json<Tokens>(await world.redeem(client, code, { redirect_uri }))
  }
  const sidsOf = ({ id_token = '', access_token }: Tokens) =>
    [id_token, access_token].map((token) => String(claimsOf(token)['sid']))
  const signOut = async (browser: Browser) => browser.submit(await browser.open('/logout'), '/logout', {})
  const leave = (id_token_hint: string) =>
    `/oauth/logout?${new URLSearchParams({ id_token_hint }).toString()}`

  test('two applications cannot tell by it that two names are one person', async () => {
    const browser = await world.signedIn()
    const [one, two] = [await at('one.example'), await at('two.example')]
    const [own] = sidsOf(await tokensOf(await world.client(), browser))
    const [first, alsoFirst] = sidsOf(await tokensOf(one, browser))
    const [second, alsoSecond] = sidsOf(await tokensOf(two, browser))
    assert.deepEqual([first, second], [alsoFirst, alsoSecond], 'in both tokens')
    assert.equal(new Set([own, first, second]).size, 3)
    assert.deepEqual(sidsOf(await tokensOf(await at('one.example'), browser)), [first, first], 'one sector')
    const anew = sidsOf(await tokensOf(one, await world.signedIn()))
    assert.notEqual(anew[0], first, 'another session')
  })

  test('RP-Initiated Logout 1.0 §2 its ID token signs out at once, and one of another session does not', async () => {
    const client = await at('one.example')
    const browser = await world.signedIn()
    const { id_token = '', access_token } = await tokensOf(client, browser)
    const { id_token: other = '' } = await tokensOf(client, await world.signedIn())
    assert.equal((await browser.send(leave(other))).status, 200, 'the person is asked')
    assert.equal((await browser.send(leave(id_token))).status, 303)
    assert.equal((await world.userinfo(access_token)).status, 401)
  })

  test('Front-Channel Logout 1.0 §2 what its page is told is the name that it knows', async () => {
    const client = await at('one.example', { frontchannel_logout_uri: 'https://one.example/out' })
    const browser = await world.signedIn()
    const [sid] = sidsOf(await tokensOf(client, browser))
    const { html } = await signOut(browser)
    const [, src = ''] = /<iframe[^>]+src="([^"]+)"/.exec(html) ?? []
    assert.equal(new URL(src.replaceAll('&amp;', '&')).searchParams.get('sid'), sid)
  })

  for (const kind of ['access token', 'ID token'])
    test(`RFC 8693 §1.1 what is exchanged for its ${kind} ends with the session`, async () => {
      const act = shop(world)
      const grant_types = ['authorization_code', exchange]
      const client = await at('one.example', { grant_types, resources: [api] })
      const browser = await world.signedIn()
      const tokens = await tokensOf(client, browser, 'openid read')
      const token = kind === 'ID token' ? (tokens.id_token ?? '') : tokens.access_token
      const subject_token_type = kind === 'ID token' ? idToken : accessToken
      const { access_token } = await act.exchanged(client, token, { subject_token_type, scope: 'read' })
      assert.equal(claimsOf(access_token)['sid'], sidsOf(tokens)[0])
      assert.equal(await act.active(client, access_token), true)
      await signOut(browser)
      assert.equal(await act.active(client, access_token), false)
      await act.refused('invalid_request', client, token, { subject_token_type })
    })
})

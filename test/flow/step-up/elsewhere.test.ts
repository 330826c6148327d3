import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cibaGrant, deviceCodeGrant } from '@warder/protocol'
import { till, path } from '../../attack/oauth/approvals/till.ts'
import { addApp } from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { goodPassword, json } from '../../support/warder.ts'

const aal2 = 'urn:warder:aal2'

describe('OIDC Dynamic Registration §2 what a client always wants counts where it asks without a browser', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  test('RFC 8628 §3.3 a device gets tokens of somebody who has shown a second factor', async () => {
    const client = await world.client({
      type: 'public',
      redirect_uris: [],
      grant_types: [deviceCodeGrant],
      default_acr_values: [aal2],
    })
    const { client_id } = client
    const asked = await world.warder.form('/oauth/device_authorization', { client_id, scope: 'openid' })
    const { device_code, user_code } = await json<{ device_code: string; user_code: string }>(asked)
    const { email, browser, confirm } = await withApp('ada-device@example.com')
    const led = await browser.submit(await browser.open('/device'), '/device', { user_code })
    const back = `/device?user_code=${user_code}`
    assert.equal(led.path, `/reauthenticate?level=2&return_to=${encodeURIComponent(back)}`)
    // Neither does whoever has the form of another device.
    const easy = await world.client({ type: 'public', redirect_uris: [], grant_types: [deviceCodeGrant] })
    const other = await json<{ user_code: string }>(
      await world.warder.form('/oauth/device_authorization', { client_id: easy.client_id, scope: 'openid' }),
    )
    const form = await browser.submit(await browser.open('/device'), '/device', {
      user_code: other.user_code,
    })
    const answer = { user_code, decision: 'allow' }
    assert.equal((await browser.submit(form, '/device/answer', answer)).path, led.path)
    const poll = async () => {
      world.warder.clock.now += 6
      return json<Tokens & { error?: string }>(
        await world.token(client, { grant_type: deviceCodeGrant, device_code }),
      )
    }
    assert.equal((await poll()).error, 'authorization_pending')

    const page = await confirm(led)
    assert.equal(page.path, back, email)
    const shown = await browser.submit(page, '/device', { user_code })
    await browser.submit(shown, '/device/answer', { decision: 'allow' })
    assert.equal(claimsOf((await poll()).id_token ?? '')['acr'], aal2)
  })

  test('CIBA Core §7.1 so does one that asks somebody elsewhere, unless it says how sure it wants to be', async () => {
    const shop = till(world)
    const client = await shop.client({ grant_types: [cibaGrant], default_acr_values: [aal2] })
    const { email, browser, confirm } = await withApp('ada-elsewhere@example.com')
    const asked = await shop.asked(client, { login_hint: email })
    const led = await shop.answer(browser, 'allow')
    assert.ok(led.path.startsWith(`/reauthenticate?return_to=${path}&level=2`), led.path)
    assert.equal(await shop.told(client, asked), 'authorization_pending')
    const less = await shop.asked(client, { login_hint: email, acr_values: 'urn:warder:aal1' })
    assert.equal((await shop.answer(browser, 'allow')).status, 200)
    assert.equal(await shop.told(client, less), 'tokens')
    await confirm(led)
    assert.equal((await shop.answer(browser, 'allow')).status, 200)
    assert.equal(claimsOf((await shop.tokens(client, asked)).id_token ?? '')['acr'], aal2)
  })

  test('default_max_age: a sign-in that is older is confirmed first, in both ways', async () => {
    const always = { default_max_age: 300 }
    const device = { type: 'public', redirect_uris: [], grant_types: [deviceCodeGrant], ...always }
    const { client_id } = await world.client(device)
    const asked = await world.warder.form('/oauth/device_authorization', { client_id, scope: 'openid' })
    const { user_code } = await json<{ user_code: string }>(asked)
    const shop = till(world)
    const client = await shop.client({ grant_types: [cibaGrant], ...always })
    const email = 'ada-later@example.com'
    await world.warder.user(email)
    const browser = await world.signedIn(email)
    const type = async () => browser.submit(await browser.open('/device'), '/device', { user_code })
    assert.equal((await type()).path, '/device')
    world.warder.clock.now += 301
    const back = encodeURIComponent(`/device?user_code=${user_code}`)
    assert.equal((await type()).path, `/reauthenticate?return_to=${back}`)
    await shop.asked(client, { login_hint: email })
    const led = await shop.answer(browser, 'allow')
    assert.ok(led.path.startsWith(`/reauthenticate?return_to=${path}`), led.path)
    await browser.submit(led, '/reauthenticate', { password: goodPassword })
    assert.equal((await shop.answer(browser, 'allow')).status, 200)
    assert.equal((await type()).path, '/device')
  })

  /** Somebody with a second factor, signed in by a password alone in a browser from before. */
  async function withApp(email: string) {
    await world.warder.user(email)
    const browser = await world.signedIn(email)
    const app = await addApp(world.warder, email, await program(world.warder, email))
    const confirm = async (page: Awaited<ReturnType<typeof browser.open>>) => {
      world.warder.clock.now += 30
      const chosen = await browser.submit(page, '/reauthenticate/begin', { method: 'totp' })
      return browser.submit(chosen, '/mfa', { code: app.code() })
    }
    return { email, browser, confirm }
  }
})

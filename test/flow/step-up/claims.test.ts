import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant } from '@warder/protocol'
import { till } from '../../attack/oauth/approvals/till.ts'
import type { Browser } from '../../support/cookies.ts'
import { claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { addApp, nextCode } from '../../support/people/second-step.ts'
import { goodPassword, json } from '../../support/warder.ts'

/** What is true of a sign-in. */
type SignIn = { auth_time: number; amr: string[]; acr: string }

const people: [who: string, email: string, amr: string[], acr: string][] = [
  ['one factor', 'bob@example.com', ['pwd'], 'urn:warder:aal1'],
  ['two factors', 'ada@example.com', ['pwd', 'otp', 'mfa'], 'urn:warder:aal2'],
]

for (const [who, email, amr, acr] of people) {
  describe(`OIDC Core §2, RFC 9470 §6.1: tokens of a sign-in by ${who} say when and by what it was`, () => {
    let world: OAuthWorld
    let secret: string | undefined
    before(async () => {
      world = await startOAuth({ 'limits.costly': '100000' })
      const { warder } = world
      if (email === 'ada@example.com') ({ secret } = await addApp(warder))
      else await warder.user(email)
    })
    after(() => world.warder.close())

    const later = (seconds: number) => void (world.warder.clock.now += seconds)
    /** Everything that comes of it comes later than the sign-in. */
    async function signedIn(): Promise<{ browser: Browser; truth: SignIn }> {
      const browser = await world.signedIn(email)
      if (secret !== undefined) {
        const code = nextCode(world.warder, secret)
        await browser.submit(await browser.open('/mfa'), '/mfa', { code })
      }
      const truth = { auth_time: world.warder.clock.now, amr, acr }
      later(100)
      return { browser, truth }
    }
    function says(token: string | undefined, { auth_time, ...truth }: SignIn) {
      const claims = claimsOf(token ?? '')
      assert.deepEqual({ amr: claims['amr'], acr: claims['acr'] }, truth)
      assert.equal(Number(claims['auth_time']) - auth_time, 0, 'seconds after the sign-in')
    }
    async function sayAlways(tokens: Tokens, truth: SignIn, refresh: (token: string) => Promise<Response>) {
      says(tokens.access_token, truth)
      says(tokens.id_token, truth)
      later(100)
      const refreshed = await json<Tokens>(await refresh(tokens.refresh_token ?? ''))
      says(refreshed.access_token, truth)
      says(refreshed.id_token, truth)
    }

    test('by a code, at once and after a refresh', async () => {
      const client = await world.client({ scope: 'openid offline_access' })
      const { browser, truth } = await signedIn()
      const code = await world.code(client, { scope: 'openid offline_access' }, browser)
      later(20)
      const tokens = await json<Tokens>(await world.redeem(client, code))
      await sayAlways(tokens, truth, (token) => world.refresh(client, token))
    })

    test('on a device that the person allowed', async () => {
      const grant_types = [deviceCodeGrant, 'refresh_token']
      const client = await world.client({ type: 'public', redirect_uris: [], grant_types })
      const { browser, truth } = await signedIn()
      const form = { client_id: client.client_id, scope: 'openid offline_access' }
      const begun = await json<{ device_code: string; user_code: string }>(
        await world.warder.form('/oauth/device_authorization', form),
      )
      const { user_code, device_code } = begun
      const page = await browser.submit(await browser.open('/device'), '/device', { user_code })
      await browser.submit(page, '/device/answer', { decision: 'allow' })
      later(10)
      const answer = await world.token(client, { grant_type: deviceCodeGrant, device_code })
      await sayAlways(await json<Tokens>(answer), truth, (token) => world.refresh(client, token))
    })

    test('at a till whose question the person answered', async () => {
      const shop = till(world)
      const client = await shop.client()
      const { browser, truth } = await signedIn()
      const asked = await shop.asked(client, { login_hint: email, scope: 'openid offline_access' })
      await shop.answer(browser, 'allow')
      const tokens = await shop.tokens(client, asked)
      await sayAlways(tokens, truth, (token) => world.refresh(client, token))
    })

    test('of a program of their own, and so does the audit', async () => {
      const { warder } = world
      const mfa_code = secret === undefined ? {} : { mfa_code: nextCode(warder, secret) }
      const login = { email, password: goodPassword, ...mfa_code }
      const tokens = await json<Tokens>(await warder.post('/auth/login', login))
      const truth = { auth_time: warder.clock.now, amr, acr }
      says(tokens.access_token, truth)
      later(100)
      const { refresh_token } = tokens
      const refreshed = await json<Tokens>(await warder.post('/auth/refresh', { refresh_token }))
      says(refreshed.access_token, truth)
      const change = { current_password: goodPassword, password: 'quite another pass phrase' }
      const bearer = { authorization: `Bearer ${refreshed.access_token}` }
      const changed = await json<Tokens>(await warder.post('/auth/change-password', change, bearer))
      says(changed.access_token, truth)
      const again = await warder.post('/auth/refresh', { refresh_token: changed.refresh_token })
      says((await json<Tokens>(again)).access_token, truth)
      const { detail } = await warder.app.db
        .selectFrom('audit_event')
        .select('detail')
        .where('type', '=', 'session.opened')
        .orderBy('seq', 'desc')
        .executeTakeFirstOrThrow()
      assert.deepEqual((JSON.parse(detail) as { amr: string[] }).amr, amr)
    })
  })
}

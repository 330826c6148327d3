import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { guard, type Guard } from '../../../packages/guard/src/index.ts'
import { resumeTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { createBrowser } from '../../support/cookies.ts'
import { eventually } from '../../support/eventually.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { redirect_uri } from '../../support/oauth.ts'
import { makePlace, placeOf, type TenantPlace } from '../../support/people/tenants.ts'
import { goodPassword } from '../../support/warder.ts'

const resource = 'https://api.example'

describe('an application of a tenant', () => {
  let live: LiveWarder
  let acme: TenantPlace
  let other: TenantPlace
  const guards: Guard[] = []
  before(async () => {
    live = await startLive()
    acme = await makePlace(live, 'acme')
    other = await makePlace(live, 'other')
    for (const one of [placeOf(live.operator), acme, other]) await one.user()
  })
  after(async () => {
    for (const one of guards) one.close()
    await live.stop()
  })

  const guardOf = ({ tenant }: TenantPlace): Guard => {
    const source = { kind: 'access_tokens', issuer: tenant.issuer, audience: resource } as const
    const made = guard({ sources: [source], log: () => undefined, onIssuerError: () => undefined })
    guards.push(made)
    return made
  }
  const call = (one: Guard, token: string) =>
    one.authenticate(new Request(resource, { headers: { authorization: `Bearer ${token}` } }))

  /** The whole way of a person in a tenant, with a library that others wrote. */
  async function tokensOf(place: TenantPlace) {
    const { client_id, client_secret = '' } = await place.client({
      scope: 'openid email notes:read',
      resources: [resource],
    })
    const client = await openid.discovery(
      new URL(place.tenant.issuer),
      client_id,
      {},
      openid.ClientSecretBasic(client_secret),
      { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
    )
    assert.equal(client.serverMetadata().issuer, place.tenant.issuer)
    const browser = createBrowser(
      (path, init) => fetch(live.origin + path, { ...init, redirect: 'manual' }),
      live.origin,
    )
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const url = openid.buildAuthorizationUrl(client, {
      redirect_uri,
      scope: 'openid email notes:read',
      state: expectedState,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    let page = await browser.open(url.pathname + url.search)
    assert.ok(page.path.startsWith(place.at('/login?interaction=')), page.path)
    page = await browser.submit(page, place.at('/login'), {
      email: 'ada@example.com',
      password: goodPassword,
    })
    if (page.path.startsWith(place.at('/consent')))
      page = await browser.submit(page, place.at('/consent'), { decision: 'allow' })
    const tokens = await openid.authorizationCodeGrant(client, new URL(page.path), {
      pkceCodeVerifier,
      expectedState,
      idTokenExpected: true,
    })
    return { client, tokens }
  }

  test('TN-01 openid-client signs somebody in, and a guard takes the token of its own tenant alone', async () => {
    const { client, tokens } = await tokensOf(acme)
    const claims = tokens.claims()
    assert.equal(claims?.iss, acme.tenant.issuer)
    const user = await openid.fetchUserInfo(client, tokens.access_token, claims?.sub ?? '')
    assert.equal(user.email, 'ada@example.com')

    const others = await tokensOf(other)
    assert.notEqual(others.tokens.claims()?.sub, claims?.sub)
    const [ofAcme, ofOther, ofFirst] = [acme, other, placeOf(live.operator)].map(guardOf)
    assert.ok(ofAcme && ofOther && ofFirst)
    const taken = async (token: string) =>
      Promise.all([ofAcme, ofOther, ofFirst].map(async (one) => (await call(one, token)).ok))
    assert.deepEqual(await taken(tokens.access_token), [true, false, false])
    assert.deepEqual(await taken(others.tokens.access_token), [false, true, false])
  })

  test('TN-17 a guard refuses the tokens of a tenant within five seconds of its suspension', async () => {
    const { tokens } = await tokensOf(acme)
    const auth = guardOf(acme)
    assert.ok((await call(auth, tokens.access_token)).ok)
    await suspendTenant(acme.by, 'acme')
    const began = performance.now()
    await eventually('the token is dead', async () => !(await call(auth, tokens.access_token)).ok)
    assert.ok(performance.now() - began < 5000)
    await resumeTenant(acme.by, 'acme')
    // Of the next second.
    const issued = Math.floor(Date.now() / 1000)
    await eventually('a second is over', async () => Promise.resolve(Math.floor(Date.now() / 1000) > issued))
    assert.ok((await call(auth, (await tokensOf(acme)).tokens.access_token)).ok)
  })
})

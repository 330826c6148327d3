import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyIdOf } from '@warder/protocol'
import { retireKey, rotateKeys } from '../../../packages/warder/src/signing-keys/rotate.ts'
import { json } from '../../support/warder.ts'
import { inTenants } from '../../attack/oauth/strangers/in-tenants.ts'

const goodbye = 'https://app.example/bye'
const day = 86_400

inTenants('RP-Initiated Logout §2: an ID token whose key was replaced', (tenants) => {
  /** A sign-in at a tenant, and where its ID token leads whoever comes with it. */
  async function signedIn(place: 'first' | 'acme') {
    const world = tenants.in(tenants[place])
    const client = await tenants[place].client({ skip_consent: true, post_logout_redirect_uris: [goodbye] })
    const browser = await world.signedIn()
    const { id_token = '' } = await world.tokens(client, 'openid', browser)
    const params = { id_token_hint: id_token, post_logout_redirect_uri: goodbye }
    const leave = async () => {
      const response = await world.warder
        .browser()
        .send(`/oauth/logout?${new URLSearchParams(params).toString()}`)
      return response.headers.get('location')
    }
    const published = async () => {
      const set = await json<{ keys: { kid: string }[] }>(await world.warder.get('/.well-known/jwks.json'))
      return set.keys.map(({ kid }) => kid)
    }
    return { leave, published, kid: keyIdOf(id_token) ?? '' }
  }

  for (const place of ['first', 'acme'] as const) {
    test(`OIDC Core §3.1.2.1 hints as long as a session may live, out of the key set too, at ${place}`, async () => {
      const { app, clock } = tenants.warder
      const { id: tenant_id } = tenants[place].tenant
      const { leave, published, kid } = await signedIn(place)
      await rotateKeys(app, { tenant_id })
      clock.now += 360 + 600 + 61
      assert.ok(!(await published()).includes(kid))
      assert.equal(await leave(), goodbye)
      clock.now += app.config.session.absolute - 662
      assert.equal(await leave(), goodbye)
      clock.now += 7
      assert.equal(await leave(), null)
    })

    test(`hints no more after an emergency, then or of a key that was out of the key set before, at ${place}`, async () => {
      const { app, clock } = tenants.warder
      const { id: tenant_id } = tenants[place].tenant
      const first = await signedIn(place)
      await rotateKeys(app, { tenant_id })
      clock.now += day
      const second = await signedIn(place)
      await rotateKeys(app, { tenant_id })
      clock.now += 400
      const third = await signedIn(place)
      assert.equal(new Set([first.kid, second.kid, third.kid]).size, 3)
      for (const { leave } of [first, second, third]) assert.equal(await leave(), goodbye)
      await rotateKeys(app, { tenant_id, emergency: true })
      for (const { leave } of [first, second, third]) assert.equal(await leave(), null)
      clock.now += 10 * day
      for (const { leave } of [first, second, third]) assert.equal(await leave(), null)
    })

    test(`hints no more once an operator believes the key no longer, at ${place}`, async () => {
      const { app, clock } = tenants.warder
      const { id: tenant_id } = tenants[place].tenant
      const inSet = await signedIn(place)
      await rotateKeys(app, { tenant_id })
      clock.now += 400
      const outOfSet = await signedIn(place)
      await retireKey(app, { tenant_id, kid: inSet.kid })
      assert.equal(await inSet.leave(), null)
      await rotateKeys(app, { tenant_id })
      clock.now += day
      assert.equal(await outOfSet.leave(), goodbye)
      await retireKey(app, { tenant_id, kid: outOfSet.kid })
      assert.equal(await outOfSet.leave(), null)
      await assert.rejects(retireKey(app, { tenant_id, kid: outOfSet.kid }), { code: 'not_found' })
    })
  }

  test('is a hint at its own tenant alone', async () => {
    const { app, clock } = tenants.warder
    const { id: tenant_id } = tenants.acme.tenant
    const { kid } = await signedIn('acme')
    await rotateKeys(app, { tenant_id })
    clock.now += day
    const kids = async (id: string) => (await app.keys.hintVerifiers(id)).map((key) => key.kid)
    assert.ok((await kids(tenant_id)).includes(kid))
    for (const { tenant } of [tenants.first, tenants.other]) assert.ok(!(await kids(tenant.id)).includes(kid))
  })

  test('is believed for nothing else: what it signed as an access token is not', async () => {
    const { app, clock } = tenants.warder
    const { id: tenant_id } = tenants.first.tenant
    const { kid } = await signedIn('first')
    await rotateKeys(app, { tenant_id })
    clock.now += day
    assert.ok((await app.keys.hintVerifiers(tenant_id)).some((key) => key.kid === kid))
    assert.ok(!(await app.keys.verifiers(tenant_id)).some((key) => key.kid === kid))
  })
})

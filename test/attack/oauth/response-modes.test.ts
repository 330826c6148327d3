import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks, responseModes, verifyJwt } from '@warder/protocol'
import type { Browser, Page } from '../../support/cookies.ts'
import { answered, claimsOf, redirect_uri, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { json, origin, type TestWarder } from '../../support/warder.ts'

describe('how an answer reaches the application', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let ada: Browser
  before(async () => {
    world = await startOAuth()
    warder = world.warder
    ada = await world.signedIn()
  })
  after(() => warder.close())

  const clientWith = (...response_modes: string[]) => world.client({ skip_consent: true, response_modes })
  const field = (page: Page, name: string) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1]

  test('AZ-15 a mode that the client did not register is invalid_request, in the query', async () => {
    const plain = await world.client({ skip_consent: true })
    for (const response_mode of [...responseModes.slice(1), 'jwt', 'web_message', 'x']) {
      const back = answered(await ada.open(world.address(plain, { response_mode })))
      assert.deepEqual(
        [back.get('error'), back.get('state'), back.get('code')],
        ['invalid_request', 'a state', null],
      )
    }
    await assert.rejects(clientWith('web_message'), { code: 'invalid_client_metadata' })
    await assert.rejects(clientWith(), { code: 'invalid_client_metadata' })
  })

  test('fragment: behind a #, and errors too', async () => {
    const client = await clientWith('fragment')
    const good = new URL((await ada.open(world.address(client, { response_mode: 'fragment' }))).path)
    assert.equal(good.search, '')
    const params = new URLSearchParams(good.hash.slice(1))
    assert.deepEqual([params.get('state'), params.get('iss')], ['a state', origin])
    assert.equal((await world.redeem(client, params.get('code') ?? '')).status, 200)
    const bad = new URL(
      (await ada.open(world.address(client, { response_mode: 'fragment', scope: 'x' }))).path,
    )
    assert.equal(new URLSearchParams(bad.hash.slice(1)).get('error'), 'invalid_scope')
  })

  test('form_post: a page with one form to the redirect URI and a button', async () => {
    const client = await clientWith('form_post')
    const page = await ada.open(world.address(client, { response_mode: 'form_post' }))
    assert.equal(page.status, 200)
    assert.deepEqual(page.html.match(/(?<=<form [^>]*method="post" action=")[^"]*/g), [redirect_uri])
    assert.match(page.html, /<button[^>]*type="submit"/)
    assert.deepEqual([field(page, 'state'), field(page, 'iss')], ['a state', origin])
    assert.equal((await world.redeem(client, field(page, 'code') ?? '')).status, 200)
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /form-action 'self' https:\/\/app\.example;/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(page.headers.get('cache-control'), 'no-store')
    const bad = await ada.open(world.address(client, { response_mode: 'form_post', scope: 'x' }))
    assert.equal(field(bad, 'error'), 'invalid_scope')
  })

  test('AZ-16 what comes back in the form is text, whatever it looks like', async () => {
    const client = await clientWith('form_post')
    const state = '"><script>alert(1)</script>'
    const page = await ada.open(world.address(client, { response_mode: 'form_post', state }))
    assert.ok(!page.html.includes('<script>alert'))
    assert.equal(field(page, 'state'), '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('form_post after a consent, and after no', async () => {
    const client = await world.client({ response_modes: ['form_post'] })
    for (const [decision, name] of [
      ['deny', 'error'],
      ['allow', 'code'],
    ] as const) {
      const consent = await ada.open(world.address(client, { response_mode: 'form_post' }))
      const page = await ada.submit(consent, '/consent', { decision })
      assert.ok(field(page, name), decision)
    }
  })

  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA'] as const) {
    test(`JARM §2.1 the answer is one JWT, signed with ${alg} where the client wants that`, async () => {
      const client = await world.client({
        skip_consent: true,
        response_modes: ['query.jwt', 'fragment.jwt', 'form_post.jwt'],
        authorization_signed_response_alg: alg,
      })
      const keys = async () => importJwks(await json(await warder.get('/.well-known/jwks.json')))
      const check = async (response: string | null | undefined) => {
        const verified = verifyJwt(`${response}`, await keys(), {
          typ: 'JWT',
          issuer: origin,
          audience: client.client_id,
          now: warder.clock.now,
        })
        // It has no iat, which JARM does not ask for and our own verification does.
        assert.deepEqual(verified, { ok: false, reason: 'claims' })
        const { code, ...claims } = claimsOf(`${response}`)
        assert.deepEqual(claims, {
          state: 'a state',
          iss: origin,
          aud: client.client_id,
          exp: warder.clock.now + 600,
        })
        return String(code)
      }
      for (const response_mode of ['jwt', 'query.jwt']) {
        const back = answered(await ada.open(world.address(client, { response_mode })))
        assert.deepEqual([...back.keys()], ['response'])
        assert.equal((await world.redeem(client, await check(back.get('response')))).status, 200)
      }
      const fragment = new URL(
        (await ada.open(world.address(client, { response_mode: 'fragment.jwt' }))).path,
      )
      await check(new URLSearchParams(fragment.hash.slice(1)).get('response'))
      await check(
        field(await ada.open(world.address(client, { response_mode: 'form_post.jwt' })), 'response'),
      )
      const bad = answered(await ada.open(world.address(client, { response_mode: 'query.jwt', scope: 'x' })))
      assert.equal(claimsOf(bad.get('response') ?? '')['error'], 'invalid_scope')
    })
  }

  test('a signed answer is no ID token and no access token', async () => {
    const client = await clientWith('query.jwt', 'query')
    const back = answered(await ada.open(world.address(client, { response_mode: 'jwt' })))
    const response = back.get('response') ?? ''
    assert.equal((await world.userinfo(response)).status, 401)
    const hinted = answered(await ada.open(world.address(client, { id_token_hint: response })))
    assert.equal(hinted.get('error'), 'invalid_request')
  })
})

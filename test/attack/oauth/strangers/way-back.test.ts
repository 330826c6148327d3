import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { oauthWorld, redirect_uri, type OAuthWorld } from '../../../support/oauth.ts'
import { json, startWarder, type TestWarder } from '../../../support/warder.ts'

describe('RFC 9700 §4.11.2 an application that registered itself has nobody led anywhere by an error', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder({ 'registration.policy': 'open', 'limits.costly': '1000' })
    world = oauthWorld(warder)
    await warder.user()
  })
  after(() => warder.close())

  const stranger = async (): Promise<ClientView> => {
    const response_modes = ['query', 'fragment', 'form_post']
    const body = { redirect_uris: [redirect_uri], client_name: 'Tool belt', response_modes }
    return json<ClientView>(await warder.post('/oauth/register', body))
  }
  const goesTo = (answer: Response) => answer.headers.get('location') ?? ''
  const bad = { scope: 'admin' }

  for (const [what, change] of [
    ['a scope that it may not have', bad],
    ['a request object that is not signed', { request: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['no challenge', { code_challenge: undefined }],
    ['a request in the fragment', { ...bad, response_mode: 'fragment' }],
  ] as const)
    test(`${what}: whoever is not signed in is told, and offered the way back`, async () => {
      const answer = await warder.get(world.address(await stranger(), change))
      const page = await answer.text()
      assert.deepEqual([answer.status, goesTo(answer)], [400, ''])
      assert.match(page, /Go back only if you know it/)
      assert.match(
        page,
        /<a class="button" href="https:\/\/app\.example\/cb[?#]error=[^"]+">Go back to app\.example</,
      )
    })

  test('a form goes by a press alone', async () => {
    const answer = await warder.get(world.address(await stranger(), { ...bad, response_mode: 'form_post' }))
    const page = await answer.text()
    assert.match(page, /Go back only if you know it/)
    assert.match(page, /name="error" value="invalid_scope"/)
    assert.doesNotMatch(page, /<script/)
  })

  test('it is answered when somebody is signed in, or nothing may be shown (OIDC Core §3.1.2.6)', async () => {
    const client = await stranger()
    const back = await world.answer(await world.signedIn(), world.address(client, bad))
    assert.equal(back.get('error'), 'invalid_scope')
    const silent = await warder.get(world.address(client, { prompt: 'none' }))
    assert.match(goesTo(silent), /^https:\/\/app\.example\/cb\?error=login_required&/)
  })

  test('an application of ours is answered at once', async () => {
    const answer = await warder.get(world.address(await world.client(), bad))
    assert.match(goesTo(answer), /^https:\/\/app\.example\/cb\?error=invalid_scope&/)
  })
})

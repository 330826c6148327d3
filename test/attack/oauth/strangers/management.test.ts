import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant } from '../../../../packages/protocol/src/index.ts'
import { FetchError } from '../../../../packages/warder/src/http/outbound/safe-fetch.ts'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { rotateClientSecret } from '../../../../packages/warder/src/oauth-server/registration/change.ts'
import { claimsOf, errorOf, oauthWorld, redirect_uri, type OAuthWorld } from '../../../support/oauth.ts'
import { json, startWarder, type TestWarder } from '../../../support/warder.ts'

type Registered = ClientView & { client_secret: string; registration_access_token: string }

describe('what an application that registered itself makes of itself later', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder({ 'registration.policy': 'open', 'limits.costly': '1000' })
    world = oauthWorld(warder)
    await warder.user()
  })
  after(() => warder.close())

  const web = { client_name: 'Tool belt', redirect_uris: [redirect_uri] }
  const register = (body: object) => warder.post('/oauth/register', { ...web, ...body })
  const registered = async (body: object = {}) => json<Registered>(await register(body))
  const put = ({ client_id, registration_access_token }: Registered, next: object) => {
    const body = JSON.stringify({ ...web, client_id, ...next })
    return warder.request(`/oauth/register/${client_id}`, {
      method: 'PUT',
      body,
      headers: {
        authorization: `Bearer ${registration_access_token}`,
        'content-type': 'application/json',
        'content-length': String(body.length),
      },
    })
  }

  test('a secret that an operator replaced meanwhile does not come back', async () => {
    const made = await registered()
    const { oauth } = warder.app
    const { fetch } = oauth
    let next: string | undefined
    // What it names answers when the operator has given it another one, because the first is in the wrong hands.
    oauth.fetch = async () => {
      next = (await rotateClientSecret(warder.operator, made.client_id)).client_secret
      throw new FetchError('timeout')
    }
    try {
      assert.equal((await put(made, { logo_uri: 'https://slow.example/logo.png' })).status, 200)
    } finally {
      oauth.fetch = fetch
    }
    warder.clock.now += 6
    const answer = async (client_secret: string) =>
      errorOf(await world.refresh({ ...made, client_secret }, 'wrt_nothing'))
    assert.equal(await answer(made.client_secret), 'invalid_client')
    assert.equal(await answer(next ?? ''), 'invalid_grant')
  })

  test('it keeps its secret through changes, loses it to keys that it has, and gets another after them', async () => {
    const made = await registered()
    const works = async (client_secret: string) =>
      (await errorOf(await world.refresh({ ...made, client_secret }, 'wrt_nothing'))) === 'invalid_grant'
    const changed = async (next: object) => {
      const answer = await put(made, next)
      assert.equal(answer.status, 200)
      warder.clock.now += 6
      return json<{ client_secret?: string }>(answer)
    }
    assert.equal((await changed({ client_name: 'Other' })).client_secret, undefined)
    assert.equal(await works(made.client_secret), true)
    const jwks_uri = 'https://app.example/jwks'
    await changed({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri })
    assert.equal(await works(made.client_secret), false)
    const { client_secret = '' } = await changed({})
    assert.deepEqual([await works(made.client_secret), await works(client_secret)], [false, true])
  })

  test('OIDC Core §8.1 it learns no names that people have at somebody else’s host', async () => {
    const theirs = 'https://shop.example/cb'
    const pairwise = { subject_type: 'pairwise' }
    // A device is led nowhere, so whatever host is named would be believed.
    const device = {
      ...pairwise,
      redirect_uris: [theirs],
      grant_types: ['authorization_code', deviceCodeGrant],
    }
    assert.equal(await errorOf(await register(device)), 'invalid_client_metadata')

    for (const subject_type of ['pairwise', 'public']) {
      const made = await registered({ subject_type })
      const before = await world.tokens(made, 'openid offline_access')
      // What it was allowed at its own host would be told under the name for the other.
      const moved = await put(made, { ...pairwise, redirect_uris: [theirs] })
      assert.equal(await errorOf(moved), 'invalid_client_metadata')
      const later = await json<{ access_token: string }>(
        await world.refresh(made, before.refresh_token ?? ''),
      )
      assert.equal(claimsOf(later.access_token)['sub'], claimsOf(before.access_token)['sub'])
      const stays = await put(made, { subject_type, redirect_uris: ['https://app.example/other'] })
      assert.equal(stays.status, 200)
    }
  })

  // oxfmt-ignore
  const wrong: [what: string, body: object][] = [
    ['a sector that is no address',         { subject_type: 'pairwise', sector_identifier_uri: 'no address' }],
    ['a sector without TLS',                { subject_type: 'pairwise', sector_identifier_uri: 'http://app.example/s' }],
    ['a sector of another kind',            { subject_type: 'sector' }],
    ['a sector and nobody to lead there',   { subject_type: 'pairwise', redirect_uris: [], grant_types: ['client_credentials'], sector_identifier_uri: 'https://app.example/s' }],
  ]
  for (const [what, body] of wrong)
    test(`CA-19 ${what} is refused, and not by an accident of ours`, async () => {
      const answer = await register(body)
      assert.equal(answer.status, 400)
      assert.equal(await errorOf(answer), 'invalid_client_metadata')
    })

  test('members that are named twice, that an object has anyway, or that are nothing here are none', async () => {
    const send = (body: string) =>
      warder.request('/oauth/register', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
      })
    const sound = JSON.stringify(web).slice(0, -1)
    const twice = await send(`${sound},"redirect_uris":["https://evil.example/cb"]}`)
    assert.equal(twice.status, 400)
    assert.equal((await send(`${sound},"__proto__":{"skip_consent":true}}`)).status, 400)
    for (const member of ['constructor', 'toString', 'software_statement', 'disabled', 'type']) {
      const answer = await send(
        `${sound},"${member}":{"skip_consent":true,"token_endpoint_auth_method":"none"}}`,
      )
      assert.equal(answer.status, 201, member)
      const made = await json<ClientView>(answer)
      assert.equal(made.token_endpoint_auth_method, 'client_secret_basic')
      const row = await warder.app.db
        .selectFrom('client')
        .select(['skip_consent_at', 'type', 'disabled_at'])
        .where('client_id', '=', made.client_id)
        .executeTakeFirstOrThrow()
      assert.deepEqual([row.skip_consent_at, row.type, row.disabled_at], [null, 'confidential', null])
    }
  })
})

import assert from 'node:assert/strict'
import {
  constants,
  createCipheriv,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { logoutTokenClaims, signJwt } from '@warder/protocol'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { createKeyRing } from '../../../packages/warder/src/signing-keys/ring.ts'
import type { Browser } from '../../support/cookies.ts'
import { assertionOf, clientKey, proofOf } from '../../support/oauth-clients/keys.ts'
import { claimsOf, code_verifier, oauthWorld, redirect_uri, type Tokens } from '../../support/oauth.ts'
import { agentHolders, withAgents, work, type Holder } from '../../support/people/agents.ts'
import { json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

const key = clientKey('ES256')
const grants = {
  bearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
}
const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`

/** What is signed in this system, by whom it may be. */
const kinds = [
  'access token', 'ID token', 'logout token', 'answer to a request', 'signed UserInfo', 'signed introspection',
  'client assertion', 'client assertion by its type', 'request object', 'agent assertion', 'proof of a key',
  'access token of another tenant', 'ID token of another tenant', 'ID token of another client',
] as const // oxfmt-ignore
type Kind = (typeof kinds)[number]

/** Where something signed is taken, and the kinds that are right there. Everything else must be refused. */
// oxfmt-ignore
const places: Record<string, readonly Kind[]> = {
  'UserInfo':                       ['access token'],
  'introspection':                  ['access token'],
  'id_token_hint':                  ['ID token'],
  'client_assertion':               ['client assertion', 'client assertion by its type'],
  'request':                        ['request object'],
  'request, pushed':                ['request object'],
  // RFC 7523 §2.1 and §2.2 have one kind for both, unless it says of itself which it is.
  'assertion of the grant':         ['client assertion'],
  'subject_token, an access token': ['access token'],
  'subject_token, an ID token':     ['ID token'],
  'actor_token, a JWT':             [],
  'actor_token, an access token':   [],
  'an agent asks':                  ['agent assertion'],
  'DPoP':                           ['proof of a key'],
}

describe('what is signed for one use is no good for another (RFC 8725 §3.11 and §3.12)', () => {
  let warder: TestWarder
  let app: ClientView
  let browser: Browser
  let ada: Holder
  let make: Record<Kind, () => Promise<string> | string>
  let take: Record<string, (token: string) => Promise<boolean>>

  before(async () => {
    warder = await startWarder(withAgents)
    const world = oauthWorld(warder)
    const signing = {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
      grant_types: ['authorization_code', 'client_credentials', grants.bearer, grants.exchange],
      scope: 'openid notes:read',
      response_modes: ['query', 'query.jwt'],
      resources: ['https://notes.example'],
      token_exchange: { audiences: ['https://mail.example'] },
      skip_consent: true,
    }
    app = await world.client({ ...signing, userinfo_signed_response_alg: 'ES256' })
    const other = await world.client({ ...signing })
    ada = await agentHolders(warder).someone({ on_behalf_of_owner: true })
    browser = await world.signedIn(ada.email)
    const sub = ada.id

    const now = () => warder.clock.now
    const by = (of = app) => assertionOf(key, of.client_id, { aud: origin, now: now() })
    const post = (path: string, fields: Record<string, string>, of = app, headers = {}) =>
      warder.form(path, { ...fields, ...by(of) }, headers)
    const tokens = async (of = app) => {
      const back = await world.answer(browser, world.address(of))
      const fields = {
        grant_type: 'authorization_code',
        code: back.get('code') ?? '',
        redirect_uri,
        code_verifier,
      }
      return json<Tokens>(await post('/oauth/token', fields, of))
    }
    const ours = async (typ: string, claims: object, tenant_id = 'ten_default') =>
      signJwt(await ringOf(tenant_id).signer(tenant_id, 'ES256'), typ, { ...claims })
    const { keys: ring, db, secrets } = warder.app
    const elsewhere = createKeyRing({ db, secrets, now })
    const ringOf = (tenant_id: string) => (tenant_id === 'ten_default' ? ring : elsewhere)
    const columns = await db.selectFrom('tenant').selectAll().executeTakeFirstOrThrow()
    const issuer = `${origin}/t/other`
    await db
      .insertInto('tenant')
      .values({ ...columns, id: 'ten_other', slug: 'other', issuer })
      .execute()

    make = {
      'access token': async () => (await tokens()).access_token,
      'ID token': async () => (await tokens()).id_token ?? '',
      'ID token of another client': async () => (await tokens(other)).id_token ?? '',
      'logout token': async () => {
        const session_id = String(claimsOf((await tokens()).id_token ?? '')['sid'])
        const { client_id } = app
        const input = { issuer: origin, client_id, subject: sub, session_id, jti: randomUUID() }
        return ours('logout+jwt', logoutTokenClaims(input, now()))
      },
      'answer to a request': async () =>
        (await world.answer(browser, world.address(app, { response_mode: 'query.jwt' }))).get('response') ??
        '',
      'signed UserInfo': async () => (await world.userinfo((await tokens()).access_token)).text(),
      'signed introspection': async () => {
        const { access_token: token } = await tokens()
        const accept = 'application/token-introspection+jwt'
        return (await post('/oauth/introspect', { token }, app, { accept })).text()
      },
      'client assertion': () => by()['client_assertion'] ?? '',
      'request object': () => {
        const params = Object.fromEntries(
          new URLSearchParams(world.address(app, { prompt: 'none' }).split('?')[1]),
        )
        const about = {
          iss: app.client_id,
          aud: origin,
          iat: now(),
          nbf: now(),
          exp: now() + 60,
          jti: randomUUID(),
        }
        return signJwt(key, 'oauth-authz-req+jwt', { ...params, ...about })
      },
      'client assertion by its type': () => {
        const named = { aud: origin, now: now() }
        return (
          assertionOf(key, app.client_id, named, {}, 'client-authentication+jwt')['client_assertion'] ?? ''
        )
      },
      'agent assertion': () => ada.assertion(),
      'proof of a key': () => proofOf(key, { method: 'POST', url: `${origin}/oauth/token`, now: now() }),
      'access token of another tenant': async () =>
        ours('at+jwt', { ...claimsOf((await tokens()).access_token), jti: randomUUID() }, 'ten_other'),
      'ID token of another tenant': async () =>
        ours('JWT', { ...claimsOf((await tokens()).id_token ?? '') }, 'ten_other'),
    }
    const asked = (change: Record<string, string>) => world.address(app, { prompt: 'none', ...change })
    const isOk = async (answer: Promise<Response>) => (await answer).status < 300
    const exchange = (fields: Record<string, string>) =>
      isOk(post('/oauth/token', { grant_type: grants.exchange, ...fields }))
    const acting = async (type: string, actor_token: string) =>
      exchange({
        subject_token: (await tokens()).access_token,
        subject_token_type: tokenType('access_token'),
        actor_token,
        actor_token_type: tokenType(type),
      })
    take = {
      UserInfo: async (token) => isOk(world.userinfo(token)),
      introspection: async (token) =>
        (await json(await post('/oauth/introspect', { token })))['active'] === true,
      id_token_hint: async (id_token_hint) =>
        (await world.answer(browser, asked({ id_token_hint }))).get('code') !== null,
      client_assertion: async (client_assertion) =>
        isOk(warder.form('/oauth/revoke', { token: 'x', ...by(), client_assertion })),
      request: async (request) => (await world.answer(browser, asked({ request }))).get('code') !== null,
      'request, pushed': async (request) => isOk(post('/oauth/par', { request })),
      'assertion of the grant': async (assertion) =>
        isOk(post('/oauth/token', { grant_type: grants.bearer, assertion })),
      'subject_token, an access token': async (subject_token) =>
        exchange({ subject_token, subject_token_type: tokenType('access_token') }),
      'subject_token, an ID token': async (subject_token) =>
        exchange({ subject_token, subject_token_type: tokenType('id_token') }),
      'actor_token, a JWT': async (token) => acting('jwt', token),
      'actor_token, an access token': async (token) => acting('access_token', token),
      'an agent asks': async (assertion) =>
        isOk(warder.post(`/api/agents/${ada.agent.id}/token`, { assertion, context: work })),
      DPoP: async (dpop) => isOk(post('/oauth/token', { grant_type: 'client_credentials' }, app, { dpop })),
    }
  })
  after(() => warder.close())

  for (const [place, right] of Object.entries(places)) {
    test(`as ${place}: ${right.join(', ') || 'none of them'}`, async () => {
      const taken: Kind[] = []
      for (const kind of kinds) {
        const token = await make[kind]()
        assert.ok(token.split('.').length === 3, `${kind} is signed`)
        if (await take[place]?.(token)) taken.push(kind)
      }
      assert.deepEqual(taken, right)
    })
  }

  test('JW-27 nothing that is encrypted is opened anywhere: no password is stretched, nothing packed is unpacked', async () => {
    const published = await json<{ keys: Jwk[] }>(await warder.get('/.well-known/jwks.json'))
    const rsa = published.keys.find(({ kty }) => kty === 'RSA')
    assert.ok(rsa)
    const signed = await make['access token']()
    for (const token of [stretched(), packed(rsa, signed), packed(rsa, 'x'.repeat(5_000_000))])
      for (const [place, taken] of Object.entries(take))
        assert.equal(await taken(token), false, `${token.slice(0, 40)}… as ${place}`)
  })
})

type Jwk = Record<string, string> & { kty: string; kid: string }

const part = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64url')

/** RFC 7518 §4.8.1.2: whoever opens it hashes for hours first. */
function stretched(): string {
  const header = { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2s: part(randomBytes(16)), p2c: 2_147_483_647 }
  return [JSON.stringify(header), ...[40, 12, 64, 16].map((size) => randomBytes(size))].map(part).join('.')
}

/** RFC 7516 §5.1, for the key that the server itself publishes, with the text packed (RFC 7516 §4.1.3). */
function packed(jwk: Jwk, text: string): string {
  const header = part(
    JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF', cty: 'JWT', kid: jwk.kid }),
  )
  const [content, iv] = [randomBytes(32), randomBytes(12)]
  const rsa = { key: createPublicKey({ key: jwk, format: 'jwk' }), padding: constants.RSA_PKCS1_OAEP_PADDING }
  const cipher = createCipheriv('aes-256-gcm', content, iv).setAAD(Buffer.from(header))
  const sealed = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()])
  const wrapped = publicEncrypt({ ...rsa, oaepHash: 'sha256' }, content)
  return [header, part(wrapped), part(iv), part(sealed), part(cipher.getAuthTag())].join('.')
}

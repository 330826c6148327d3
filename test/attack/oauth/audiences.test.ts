import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertionOf, clientKey, proofOf } from '../../support/oauth-clients/keys.ts'
import { certificatePort, type CertificatePort } from '../../support/oauth-clients/mutual-tls.ts'
import { basicOf, oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import { agentHolders, withAgents, work } from '../../support/people/agents.ts'
import { keeper } from '../../support/people/service-accounts.ts'
import { origin, startWarder } from '../../support/warder.ts'
import { accessToken, grant_type } from './delegation/shop.ts'

const key = clientKey('ES256')
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Signs something for an audience, and sends it to the token endpoint below an address. */
type Ask = (base: string, aud: unknown) => Promise<number>

describe('RFC 7523 §3 whom an assertion is for, at both addresses of the token endpoint (RFC 8705 §5)', () => {
  let at: CertificatePort
  let world: OAuthWorld
  let asked: Record<string, Ask>
  before(async () => {
    at = await certificatePort()
    const warder = await startWarder({ ...at.settings, ...withAgents })
    world = oauthWorld(warder)
    const send = async (base: string, fields: Record<string, string>, headers = {}) => {
      const body = new URLSearchParams(fields).toString()
      const sized = { 'content-length': String(body.length) }
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const request = new Request(`${base}/oauth/token`, {
        method: 'POST',
        body,
        headers: { ...type, ...sized, ...headers },
      })
      const connection = { address: '192.0.2.1', ...(base !== origin && { certificate: null }) }
      return (await warder.handler(request, connection)).status
    }
    const signed = (id: string, aud: unknown) => assertionOf(key, id, { aud, now: warder.clock.now })
    const jwks = { keys: [key.jwk] }
    const machine = { type: 'machine', redirect_uris: [], scope: 'read' }
    const signing = { ...machine, jwks, token_endpoint_auth_method: 'private_key_jwt' }

    const client = await world.client(signing)
    const careful = await world.client({ ...signing, profile: 'fapi2' })
    const robot = await world.client({ ...machine, jwks, grant_types: [jwtBearer] })
    const bot = await keeper(warder)
    const { id } = await bot.account()
    await bot.credential(id, { type: 'public_key', jwks })
    const ada = await agentHolders(warder).someone({ on_behalf_of_owner: true, scopes: ['notes:read'] })
    const host = await world.client({
      grant_types: ['authorization_code', grant_type],
      scope: 'openid notes:read',
      resources: ['https://notes.example'],
      token_exchange: { audiences: ['https://mail.example'] },
      skip_consent: true,
    })
    const browser = await world.signedIn(ada.email)
    const { access_token } = await world.tokens(host, 'openid notes:read', browser)

    const own = { grant_type: 'client_credentials' }
    asked = {
      'a client': (base, aud) => send(base, { ...own, ...signed(client.client_id, aud) }),
      'a client under FAPI': (base, aud) => {
        const dpop = proofOf(key, { method: 'POST', url: `${base}/oauth/token`, now: warder.clock.now })
        return send(base, { ...own, ...signed(careful.client_id, aud) }, { dpop })
      },
      'a service account': (base, aud) => send(base, { ...own, ...signed(id, aud) }),
      'a grant': (base, aud) => {
        const { client_assertion: assertion = '' } = signed(robot.client_id, aud)
        return send(base, { grant_type: jwtBearer, assertion }, basicOf(robot))
      },
      'an agent that acts': (base, aud) =>
        send(
          base,
          {
            grant_type,
            subject_token: access_token,
            subject_token_type: accessToken,
            actor_token: ada.assertion(work, { aud }),
            actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          },
          basicOf(host),
        ),
    }
  })
  after(async () => {
    await world.warder.close()
    at.drop()
  })

  // oxfmt-ignore
  const table: [who: string, issuer: boolean, endpoint: boolean][] = [
    ['a client',           true,  true],
    // FAPI 2.0 Security Profile §5.3.2.1.
    ['a client under FAPI', true, false],
    ['a service account',  true,  true],
    ['a grant',            true,  true],
    // What it signed for a token of its own names the issuer, and is for nothing else.
    ['an agent that acts', false, true],
  ]
  for (const [who, issuer, endpoint] of table) {
    test(`${who} may name ${issuer ? 'the issuer and ' : ''}the token endpoint as it was called`, async () => {
      const ask = asked[who] ?? assert.fail()
      const told = async (base: string, aud: unknown) => (await ask(base, aud)) === 200
      for (const base of [origin, at.origin]) {
        assert.equal(await told(base, origin), issuer, `the issuer at ${base}`)
        assert.equal(await told(base, `${origin}/oauth/token`), endpoint, `the endpoint at ${base}`)
        for (const aud of [
          'https://other.example',
          `${origin}/oauth/par`,
          at.origin,
          `${origin}/`,
          undefined,
        ])
          assert.equal(await told(base, aud), false, `${aud} at ${base}`)
      }
      assert.equal(await told(at.origin, `${at.origin}/oauth/token`), endpoint, 'the alias, called')
      assert.equal(await told(origin, `${at.origin}/oauth/token`), false, 'the alias, not called')
    })
  }
})

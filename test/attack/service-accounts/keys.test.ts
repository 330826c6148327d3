import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openApplicationSite, type ApplicationSite } from '../../spec/conformance/support/site.ts'
import { assertionOf, clientKey, type ClientKey } from '../../support/oauth-clients/keys.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { claimsOf, keeper, refusals, root, type Tokens } from '../../support/people/service-accounts.ts'
import { json, origin } from '../../support/warder.ts'

onEveryDatabase(
  'the public key of a service account',
  (warder) => {
    let site: ApplicationSite
    before(async () => {
      site = await openApplicationSite()
    })
    after(() => site.stop())

    const signed = (id: string, key: ClientKey, change: Record<string, unknown> = {}) =>
      assertionOf(key, id, { aud: origin, now: warder.clock.now }, change)
    const present = (id: string, proof: Record<string, string>) =>
      warder.form('/oauth/token', { grant_type: 'client_credentials', client_id: id, ...proof })
    const status = async (id: string, key: ClientKey, change: Record<string, unknown> = {}) =>
      (await present(id, signed(id, key, change))).status
    const someone = async (input: Record<string, unknown>) => {
      const ada = await keeper(warder)
      const { id } = await ada.account()
      const made = await ada.credential(id, { type: 'public_key', ...input })
      return { ada, id, made }
    }

    test('written down as a JWK opens its account to what it signs, once each', async () => {
      const key = clientKey('ES256', 'one')
      const { id, made } = await someone({ jwks: { keys: [key.jwk] } })
      assert.deepEqual([made.secret, made.token, made.expires_at], [undefined, undefined, null])
      const proof = signed(id, key)
      const answer = await present(id, proof)
      assert.equal(answer.status, 200, await answer.clone().text())
      const claims = claimsOf((await json<Tokens>(answer)).access_token)
      assert.deepEqual([claims['sub'], claims['credential'], claims['credential_version']], [id, made.id, 1])
      assert.equal((await present(id, proof)).status, 401)
      assert.equal((await refusals(warder, id)).at(-1)?.['why'], 'used before')
    })

    // oxfmt-ignore
    const wrong: [what: string, change: (now: number) => Record<string, unknown>][] = [
      ['for somebody else',       () => ({ aud: 'https://other.example' })],
      ['that has ended',          (now) => ({ iat: now - 120, exp: now - 60 })],
      ['that lives for an hour',  (now) => ({ exp: now + 3600 })],
      ['without an id',           () => ({ jti: undefined })],
      ['about somebody else',     () => ({ sub: 'svc_nobody' })],
    ]
    test('AG-01 opens nothing by an assertion that is not as it must be, nor does another key', async () => {
      const key = clientKey('ES256', 'one')
      const { id } = await someone({ jwks: { keys: [key.jwk] } })
      for (const [what, change] of wrong)
        assert.equal(await status(id, key, change(warder.clock.now)), 401, what)
      assert.equal(await status(id, clientKey('ES256', 'one')), 401)
      const other = await someone({ jwks: { keys: [clientKey('ES256', 'two').jwk] } })
      assert.equal(await status(other.id, key), 401)
      assert.equal(await status(id, key), 200)
    })

    test('is fetched from where the account has it, anew once it signs by another', async () => {
      const [one, two] = [clientKey('ES256', 'one'), clientKey('RS256', 'two')]
      const jwks_uri = site.serve('/robot/jwks', { keys: [one.jwk] })
      const { id } = await someone({ jwks_uri })
      assert.equal(await status(id, one), 200)
      assert.equal(await status(id, two), 401)
      site.serve('/robot/jwks', { keys: [two.jwk] })
      warder.clock.now += 600
      assert.equal(await status(id, two), 200)
      assert.equal(await status(id, one), 401)
    })

    test('AG-02 is replaced by another, and works beside it for the grace period alone', async () => {
      const [one, two] = [clientKey('ES256', 'one'), clientKey('ES256', 'two')]
      const { ada, id, made } = await someone({ jwks: { keys: [one.jwk] } })
      const next = await ada.rotate(id, made.id, { jwks: { keys: [two.jwk] }, grace_period_seconds: 60 })
      assert.equal(next.version, 2)
      assert.deepEqual([await status(id, one), await status(id, two)], [200, 200])
      warder.clock.now += 60
      assert.deepEqual([await status(id, one), await status(id, two)], [401, 200])
      assert.equal((await ada.program.remove(`${root}/${id}/credentials/${made.id}`)).status, 204)
      assert.equal(await status(id, two), 401)
    })

    test('is refused where it is a private one, none, or both in two places', async () => {
      const ada = await keeper(warder)
      const { id } = await ada.account()
      const key = clientKey('ES256', 'one')
      const jwks = { keys: [key.jwk] }
      const secret = key.privateKey.export({ format: 'jwk' })
      for (const input of [
        {},
        { jwks: { keys: [] } },
        { jwks: { keys: [{ ...secret, kid: 'one', alg: 'ES256' }] } },
        { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } },
        { jwks_uri: 'http://robot.example/jwks' },
        { jwks, jwks_uri: `${site.origin}/jwks` },
      ]) {
        const body = { type: 'public_key', ...input }
        const answer = await ada.program.post(`${root}/${id}/credentials`, body)
        assert.equal(answer.status, 400, JSON.stringify(input))
      }
    })
  },
  { allow_networks: '127.0.0.0/8 ::1/128' },
)

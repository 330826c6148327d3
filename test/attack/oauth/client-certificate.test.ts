import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { authority, forged, issued, selfSigned } from '../../../packages/protocol/test/certificates.ts'
import {
  claimsOf,
  code_verifier,
  errorOf,
  oauthWorld,
  redirect_uri,
  type OAuthWorld,
  type Tokens,
} from '../../support/oauth.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

const machine = { type: 'machine', redirect_uris: [], scope: 'a' }
const own = { keys: [new X509Certificate(selfSigned).publicKey.export({ format: 'jwk' })] }

describe('clients with a certificate (RFC 8705 §2)', () => {
  let folder: string
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'warder-authorities-'))
    await writeFile(join(folder, 'authorities.pem'), authority)
    warder = await startWarder({
      trusted_proxies: '10.0.0.0/8',
      'client_certificate.header': 'Client-Cert',
      'client_certificate.authorities': join(folder, 'authorities.pem'),
    })
    world = oauthWorld(warder)
  })
  after(async () => {
    await warder.close()
    await rm(folder, { recursive: true })
  })

  const header = (pem: string) => `:${new X509Certificate(pem).raw.toString('base64')}:`
  const ask = (client_id: string, pem: string | undefined, address = '10.0.0.1') => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
      ...(pem !== undefined && { 'client-cert': header(pem) }),
    }
    return warder.request('/oauth/token', { method: 'POST', headers, body }, address)
  }
  const refused = async (answer: Promise<Response>) =>
    assert.equal(await errorOf(await answer), 'invalid_client')

  test('one that an authority made out to the registered name opens the endpoint', async () => {
    const names = {
      tls_client_auth_subject_dn: 'CN=Notes,O=Example\\, Inc.,C=DE',
      tls_client_auth_san_dns: 'notes.example',
      tls_client_auth_san_uri: 'spiffe://example/notes',
      tls_client_auth_san_ip: '192.0.2.7',
      tls_client_auth_san_email: 'notes@example.com',
    }
    for (const [name, value] of Object.entries(names)) {
      const method = { token_endpoint_auth_method: 'tls_client_auth' }
      const { client_id } = await world.client({ ...machine, ...method, [name]: value })
      assert.equal((await ask(client_id, issued)).status, 200, name)
      await refused(ask(client_id, selfSigned))
      await refused(ask(client_id, forged))
      await refused(ask(client_id, undefined))
      const other = await world.client({ ...machine, ...method, [name]: `x${value}` })
      await refused(ask(other.client_id, issued))
    }
  })

  test('one of the client’s own opens it by its key, whoever made it', async () => {
    const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: own }
    const { client_id } = await world.client({ ...machine, ...method })
    assert.equal((await ask(client_id, selfSigned)).status, 200)
    await refused(ask(client_id, issued))
    await refused(ask(client_id, undefined))
  })

  test('CA-16 what anybody but a trusted proxy says of certificates is not looked at', async () => {
    const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: own }
    const { client_id } = await world.client({ ...machine, ...method })
    await refused(ask(client_id, selfSigned, '192.0.2.1'))
    await refused(ask(client_id, selfSigned, '::1'))
  })

  test('a certificate opens nothing for a client that proves itself another way', async () => {
    const { client_id } = await world.client(machine)
    await refused(ask(client_id, issued))
  })

  test('RFC 8705 §3 and §3.1 tokens are bound to the certificate, and work with it alone', async () => {
    await warder.user()
    const client = await world.client({
      skip_consent: true,
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: own,
      tls_client_certificate_bound_access_tokens: true,
    })
    const code = await world.code(client, { scope: 'openid' })
    const send = (
      path: string,
      fields: Record<string, string>,
      pem: string | undefined,
      more = {},
      address?: string,
    ) => {
      const body = new URLSearchParams({ client_id: client.client_id, ...fields }).toString()
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
        ...(pem !== undefined && { 'client-cert': header(pem) }),
        ...more,
      }
      return warder.request(path, { method: 'POST', headers, body }, address ?? '10.0.0.1')
    }
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier }
    const tokens = await json<Tokens>(await send('/oauth/token', fields, selfSigned))
    const x5t = createHash('sha256').update(new X509Certificate(selfSigned).raw).digest('base64url')
    assert.deepEqual(claimsOf(tokens.access_token)['cnf'], { 'x5t#S256': x5t })
    assert.equal(tokens.token_type, 'Bearer')

    const authorization = { authorization: `Bearer ${tokens.access_token}` }
    assert.equal((await send('/oauth/userinfo', {}, selfSigned, authorization)).status, 200)
    assert.equal((await send('/oauth/userinfo', {}, issued, authorization)).status, 401)
    assert.equal((await send('/oauth/userinfo', {}, undefined, authorization)).status, 401)
    assert.equal((await send('/oauth/userinfo', {}, selfSigned, authorization, '192.0.2.1')).status, 401)
    const state = await json(await send('/oauth/introspect', { token: tokens.access_token }, selfSigned))
    assert.deepEqual(state['cnf'], { 'x5t#S256': x5t })
  })

  test('RFC 8705 §4 a public client has its tokens bound to whatever certificate it has, its refresh token too', async () => {
    const spa = await world.client({
      type: 'public',
      skip_consent: true,
      tls_client_certificate_bound_access_tokens: true,
    })
    const code = await world.code(spa, { scope: 'openid offline_access' })
    const send = (fields: Record<string, string>, pem: string | undefined) => {
      const body = new URLSearchParams({ client_id: spa.client_id, ...fields }).toString()
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
        ...(pem !== undefined && { 'client-cert': header(pem) }),
      }
      return warder.request('/oauth/token', { method: 'POST', headers, body }, '10.0.0.1')
    }
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier }
    assert.equal(await errorOf(await send(fields, undefined)), 'invalid_request')
    const { refresh_token = '' } = await json<Tokens>(await send(fields, selfSigned))
    assert.equal(
      await errorOf(await send({ grant_type: 'refresh_token', refresh_token }, issued)),
      'invalid_grant',
    )
    assert.equal((await send({ grant_type: 'refresh_token', refresh_token }, selfSigned)).status, 200)
  })

  // oxfmt-ignore
  const metadata: [what: string, change: Record<string, unknown>][] = [
    ['tls_client_auth without a name', { token_endpoint_auth_method: 'tls_client_auth' }],
    ['two names', { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'a.example', tls_client_auth_san_ip: '192.0.2.1' }],
    ['an empty name', { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: ' ' }],
    ['a name and a secret', { tls_client_auth_san_dns: 'a.example' }],
    ['self_signed_tls_client_auth without keys', { token_endpoint_auth_method: 'self_signed_tls_client_auth' }],
  ]
  for (const [what, change] of metadata) {
    test(`a client with ${what} is not registered`, () =>
      assert.rejects(world.client({ ...machine, ...change }), { code: 'invalid_client_metadata' }))
  }

  test('discovery offers what this server can check, and one without a proxy neither offers nor registers it', async () => {
    const methods = async (one: TestWarder) =>
      (
        await json<{ token_endpoint_auth_methods_supported: string[] }>(
          await one.get('/.well-known/openid-configuration'),
        )
      ).token_endpoint_auth_methods_supported.filter((method) => method.includes('tls'))
    assert.deepEqual(await methods(warder), ['tls_client_auth', 'self_signed_tls_client_auth'])
    const plain = await startWarder()
    assert.deepEqual(await methods(plain), [])
    const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: own }
    await assert.rejects(oauthWorld(plain).client({ ...machine, ...method }), {
      code: 'invalid_client_metadata',
    })
    await plain.close()
  })

  test('a file of authorities that holds none stops the start with a sentence', async () => {
    await writeFile(join(folder, 'none.pem'), selfSigned)
    const settings = { 'client_certificate.authorities': join(folder, 'none.pem') }
    await assert.rejects(startWarder(settings), /no authority/)
  })
})

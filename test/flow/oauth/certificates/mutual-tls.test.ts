import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { certificateThumbprint } from '@warder/protocol'
import * as client from 'openid-client'
import { listen, type Listener } from '../../../../packages/warder/src/listener/listen.ts'
import { silent } from '../../../../packages/warder/src/log.ts'
import {
  certificatePort,
  clientAuthority,
  fetchWith,
  pemOf,
  serverCertificate,
  type CertificatePort,
} from '../../../support/oauth-clients/mutual-tls.ts'
import { clientKey, proofOf } from '../../../support/oauth-clients/keys.ts'
import { claimsOf, errorOf, oauthWorld, startOAuth, type OAuthWorld } from '../../../support/oauth.ts'
import { certify } from '../../../support/passkeys/certificate.ts'
import { json, origin, startWarder } from '../../../support/warder.ts'

const machine = { type: 'machine', redirect_uris: [], scope: 'a' }
const own = certify({ name: 'Own' })
const issued = certify({ name: 'Notes', by: clientAuthority, dns: 'notes.example' })
const forged = certify({ name: 'Notes', by: certify({ name: 'Authority', ca: true }), dns: 'notes.example' })
const jwks = { keys: [own.certificate.publicKey.export({ format: 'jwk' })] }
const selfSigned = { ...machine, token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks }
const byAuthority = {
  ...machine,
  token_endpoint_auth_method: 'tls_client_auth',
  tls_client_auth_san_dns: 'notes.example',
}

describe('applications that show their certificates to Warder itself (RFC 8705)', () => {
  let at: CertificatePort
  let world: OAuthWorld
  let listener: Listener
  before(async () => {
    at = await certificatePort()
    world = await startOAuth({
      ...at.settings,
      trusted_proxies: '127.0.0.0/8',
      'client_certificate.header': 'client-cert',
    })
    listener = await listen({ ...world.warder.app.config, port: 0 }, silent)
    listener.serve(world.warder.respond)
  })
  after(async () => {
    await listener.drain(0)
    await world.warder.close()
    at.drop()
  })

  /** What a client library reads of this server. */
  const discovered = async (): Promise<client.ServerMetadata> =>
    json(await world.warder.get('/.well-known/oauth-authorization-server'))
  const ask = async (client_id: string, shown: Parameters<typeof fetchWith>[0], headers = {}) =>
    fetchWith(shown)(`${at.origin}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id }),
      headers,
    })

  test('§5 the metadata name the endpoints at that port, for programs alone', async () => {
    const { mtls_endpoint_aliases: aliases, ...metadata } = await discovered()
    const names = Object.keys(aliases ?? {})
    assert.ok(names.length >= 6 && names.includes('token_endpoint') && names.includes('userinfo_endpoint'))
    assert.ok(!names.includes('authorization_endpoint'))
    for (const [name, address] of Object.entries(aliases ?? {}))
      assert.equal(address, String(metadata[name]).replace(origin, at.origin))
    assert.equal(metadata['tls_client_certificate_bound_access_tokens'], true)
  })

  test('a client library goes by them: tokens for a certificate, bound to it', async () => {
    const { client_id } = await world.client({
      ...selfSigned,
      tls_client_certificate_bound_access_tokens: true,
    })
    const as = await discovered()
    const by = (shown: Parameters<typeof fetchWith>[0]) => {
      const metadata = { use_mtls_endpoint_aliases: true }
      const config = new client.Configuration(as, client_id, metadata, client.TlsClientAuth())
      config[client.customFetch] = fetchWith(shown) as client.CustomFetch
      return config
    }
    const { access_token } = await client.clientCredentialsGrant(by(own))
    assert.deepEqual(claimsOf(access_token)['cnf'], { 'x5t#S256': certificateThumbprint(own.certificate) })
    assert.equal((await client.tokenIntrospection(by(own), access_token)).active, true)
    await assert.rejects(client.clientCredentialsGrant(by(issued)), { status: 401 })
  })

  test('§2.1 and §2.2 each by its own certificate, and by none else', async () => {
    const one = await world.client(selfSigned)
    const two = await world.client(byAuthority)
    assert.equal((await ask(one.client_id, own)).status, 200)
    assert.equal((await ask(two.client_id, issued)).status, 200)
    for (const [registered, shown] of [
      [one, issued],
      [one, undefined],
      [two, own],
      [two, forged],
      [two, undefined],
    ] as const)
      assert.equal(await errorOf(await ask(registered.client_id, shown)), 'invalid_client')
  })

  test('CA-16 what a header says of certificates and addresses does not count there, whoever is a trusted proxy', async () => {
    const { client_id } = await world.client(selfSigned)
    const header = {
      'client-cert': `:${own.certificate.raw.toString('base64')}:`,
      'x-forwarded-for': '192.0.2.99',
    }
    for (const shown of [undefined, issued])
      assert.equal(await errorOf(await ask(client_id, shown, header)), 'invalid_client')
    assert.equal((await ask(client_id, own, { 'client-cert': 'x' })).status, 200)
    const told = await world.warder.app.db
      .selectFrom('audit_event')
      .select('address')
      .where('type', '=', 'client.authentication')
      .execute()
    assert.deepEqual([...new Set(told.map(({ address }) => address))], ['127.0.0.1'])
  })

  test('a proof of a key names the address that was called', async () => {
    const { client_id } = await world.client(selfSigned)
    const key = clientKey('ES256')
    const proof = (url: string) => proofOf(key, { method: 'POST', url, now: world.warder.clock.now })
    const sent = async (base: string) => ask(client_id, own, { dpop: proof(`${base}/oauth/token`) })
    assert.equal((await sent(at.origin)).status, 200)
    assert.equal(await errorOf(await sent(origin)), 'invalid_dpop_proof')
  })

  test('pages, and what cookies open, are not there', async () => {
    for (const path of ['/login', '/account', '/auth/csrf', '/oauth/authorize', '/api/keys'])
      assert.equal((await fetchWith(own)(at.origin + path)).status, 404, path)
    assert.equal((await fetchWith(undefined)(`${at.origin}/oauth/userinfo`)).status, 401)
  })

  test('FAPI 2.0 Security Profile §5.2.1: TLS 1.2 with forward secrecy at least, and whoever speaks none is let go', async () => {
    const handshake = (options: object) =>
      new Promise<string>((resolve) => {
        const { port } = new URL(at.origin)
        const socket = connect({
          host: 'localhost',
          port: Number(port),
          ca: pemOf(serverCertificate).cert,
          ...options,
        })
        socket.on('secureConnect', () => {
          resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
          socket.destroy()
        })
        socket.on('error', () => resolve('refused'))
      })
    assert.match(await handshake({}), /^TLSv1\.3 /)
    assert.match(await handshake({ maxVersion: 'TLSv1.2' }), /^TLSv1\.2 ECDHE-ECDSA-AES\d+-GCM-/)
    for (const ciphers of ['AES128-GCM-SHA256', 'ECDHE-ECDSA-AES128-SHA256'])
      assert.equal(await handshake({ maxVersion: 'TLSv1.2', ciphers }), 'refused')
    assert.equal(await handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }), 'refused')
    await assert.rejects(fetch(at.origin.replace('https', 'http')))
    assert.match(await handshake({}), /^TLSv1\.3 /)
  })

  test('a certificate and a key that do not belong together stop the start with a sentence', async () => {
    const { config } = world.warder.app
    const { listener: files } = config.client_certificate
    assert.ok(files)
    const key = `${at.settings['client_certificate.tls_key']}.other`
    await writeFile(key, pemOf(own).key)
    for (const change of [{ key }, { certificate: `${key}.none` }]) {
      const client_certificate = { listener: { ...files, ...change } }
      await assert.rejects(
        listen({ ...config, port: 0, client_certificate }, silent),
        /client_certificate\.tls_/,
      )
    }
  })
})

test('settings that do not go together are told at once', async () => {
  const { settings, drop } = await certificatePort()
  const half = { ...settings }
  delete half['client_certificate.tls_key']
  await assert.rejects(startWarder(half), /client_certificate\.tls_key is needed by/)
  const port = settings['client_certificate.port'] ?? ''
  await assert.rejects(startWarder({ ...settings, port }), /is the port of another listener/)
  const plain = await startWarder()
  assert.equal(
    (await json(await plain.get('/.well-known/openid-configuration')))['mtls_endpoint_aliases'],
    undefined,
  )
  await assert.rejects(oauthWorld(plain).client(selfSigned), { code: 'invalid_client_metadata' })
  await plain.close()
  drop()
})

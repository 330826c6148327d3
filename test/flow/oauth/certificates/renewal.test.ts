import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { after, before, describe, test } from 'node:test'
import { connect, type TLSSocket } from 'node:tls'
import { listen, type Listener } from '../../../../packages/warder/src/listener/listen.ts'
import { createLog } from '../../../../packages/warder/src/log.ts'
import { eventually } from '../../../support/eventually.ts'
import {
  certificatePort,
  pemOf,
  serverCertificate,
  type CertificatePort,
} from '../../../support/oauth-clients/mutual-tls.ts'
import { oauthWorld, type OAuthWorld } from '../../../support/oauth.ts'
import { certify, type Authority } from '../../../support/passkeys/certificate.ts'
import { startWarder } from '../../../support/warder.ts'

const timeouts = { headers: 10_000, request: 25_000, inactive: 30_000, check: 2000, files: 20 }
const own = certify({ name: 'Own' })
const renewed = certify({ name: 'localhost', ca: true, dns: 'localhost' })

describe('the certificate of the port for certificates is renewed while Warder runs', () => {
  let at: CertificatePort
  let world: OAuthWorld
  let listener: Listener
  let client_id: string
  const lines: string[] = []
  const told = (text: string) => lines.some((line) => line.includes(text))
  before(async () => {
    at = await certificatePort()
    world = oauthWorld(await startWarder({ ...at.settings, trusted_proxies: '127.0.0.0/8' }))
    const log = createLog({ level: 'info', style: 'json', write: (line) => lines.push(line) })
    listener = await listen({ ...world.warder.app.config, port: 0 }, log, timeouts)
    listener.serve(world.warder.respond)
    const client = await world.client({
      type: 'machine',
      redirect_uris: [],
      scope: 'a',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [own.certificate.publicKey.export({ format: 'jwk' })] },
    })
    ;({ client_id } = client)
  })
  after(async () => {
    await listener.drain(0)
    await world.warder.close()
    at.drop()
  })

  /** A token for the client's certificate, from whoever shows this one; and whether the connection is a new one. */
  const token = (shown: Authority, agent: Agent | false = false) =>
    new Promise<{ status: number | undefined; reused: boolean; protocol: string | null }>(
      (resolve, reject) => {
        const trusted = { ca: pemOf(shown).cert, ...pemOf(own) }
        const sent = request(`${at.origin}/oauth/token`, { ...trusted, agent, method: 'POST' }, (answer) => {
          const protocol = (answer.socket as TLSSocket).getProtocol()
          answer.resume()
          answer.on('end', () => resolve({ status: answer.statusCode, reused: sent.reusedSocket, protocol }))
        })
        sent.on('error', reject)
        sent.setHeader('content-type', 'application/x-www-form-urlencoded')
        sent.end(`grant_type=client_credentials&client_id=${client_id}`)
      },
    )
  const isShown = (shown: Authority) =>
    token(shown).then(
      ({ status }) => status === 200,
      () => false,
    )
  const speaks = (ciphers: string) =>
    new Promise<boolean>((resolve) => {
      const { hostname: host, port } = new URL(at.origin)
      const how = { maxVersion: 'TLSv1.2', ciphers, rejectUnauthorized: false } as const
      const socket = connect({ host, port: Number(port), ...how })
      socket.on('secureConnect', () => {
        resolve(true)
        socket.destroy()
      })
      socket.on('error', () => resolve(false))
    })
  const write = (name: 'tls_certificate' | 'tls_key', text: string) =>
    writeFile(at.settings[`client_certificate.${name}`] ?? '', text)

  test('the old one is kept until the new one and its key go together, and connections that are open stay', async () => {
    const agent = new Agent({ keepAlive: true })
    assert.deepEqual(await token(serverCertificate, agent), {
      status: 200,
      reused: false,
      protocol: 'TLSv1.3',
    })

    await write('tls_certificate', pemOf(renewed).cert)
    await eventually('the log says that they do not go together', () => told('cannot be used yet'))
    assert.ok(await isShown(serverCertificate))
    assert.ok(!(await isShown(renewed)))

    await write('tls_key', pemOf(renewed).key)
    await eventually('the new one is shown', () => isShown(renewed))
    assert.ok(!(await isShown(serverCertificate)))
    assert.ok(told('the certificate was read again'))
    assert.equal((await token(serverCertificate, agent)).reused, true)
    agent.destroy()
    // What a client may speak is the same as before (FAPI 2.0 Security Profile §5.2.1).
    assert.equal(await speaks('ECDHE-ECDSA-AES128-GCM-SHA256'), true)
    assert.equal(await speaks('ECDHE-ECDSA-AES128-SHA256'), false)
  })

  test('a file that is no certificate, or is gone, changes nothing', async () => {
    lines.length = 0
    await write('tls_certificate', 'no certificate')
    await eventually('the log says so', () => told('cannot be used yet'))
    assert.ok(await isShown(renewed))
    assert.ok(!lines.join('').includes('BEGIN'))
    await write('tls_certificate', pemOf(serverCertificate).cert)
    await write('tls_key', pemOf(serverCertificate).key)
    await eventually('the first one is back', () => isShown(serverCertificate))
  })
})

import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { sendPings } from '../../../../packages/warder/src/approvals/ping.ts'
import { startOAuth, type OAuthWorld } from '../../../support/oauth.ts'
import { certify, type Authority } from '../../../support/passkeys/certificate.ts'
import { till } from './till.ts'

const trusted = certify({ name: 'An authority', ca: true })
const stranger = certify({ name: 'An authority', ca: true })
const client_notification_token = 'its.own-token'

/** An application behind TLS that shows this certificate, and what it was sent. */
async function application({ certificate, key }: Authority) {
  const heard: (string | undefined)[] = []
  const server = createServer(
    { cert: certificate.toString(), key: key.export({ type: 'pkcs8', format: 'pem' }) },
    (request, response) => {
      heard.push(request.headers.authorization)
      response.writeHead(204).end()
    },
  )
  // It is what the server must do with such a certificate that is looked at.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}/answered`
  return { heard, endpoint, close: () => server.close() }
}

describe('CIBA Core §10.2: the certificate of whoever is told', () => {
  let world: OAuthWorld
  before(async () => {
    setDefaultCACertificates([...getCACertificates('default'), trusted.certificate.toString()])
    world = await startOAuth({ allow_networks: '127.0.0.1/32,::1/128' })
  })
  after(() => world.warder.close())

  const shown: [what: string, certificate: Authority, takes: boolean][] = [
    ['of an authority that is trusted', certify({ name: 'localhost', dns: 'localhost', by: trusted }), true],
    ['of a stranger', certify({ name: 'localhost', dns: 'localhost', by: stranger }), false],
    ['that it signed itself', certify({ name: 'localhost', dns: 'localhost' }), false],
    ['of another name', certify({ name: 'localhost', dns: 'till.example', by: trusted }), false],
  ]
  for (const [what, certificate, takes] of shown) {
    test(`one ${what} is ${takes ? 'told' : 'not told, and the log says why'}`, async (t) => {
      const there = await application(certificate)
      t.after(there.close)
      const shop = till(world)
      const client = await shop.client({
        backchannel_token_delivery_mode: 'ping',
        backchannel_client_notification_endpoint: there.endpoint,
      })
      const asked = await shop.asked(client, { client_notification_token })
      await shop.answer(await world.signedIn(), 'allow')
      world.warder.lines.length = 0
      await sendPings(world.warder.app)
      assert.deepEqual(there.heard, takes ? [`Bearer ${client_notification_token}`] : [])
      const noted = world.warder.lines.some(
        (line) => line.includes(client.client_id) && line.includes('"connection"'),
      )
      assert.equal(noted, !takes)
      assert.equal(await shop.told(client, asked), 'tokens', 'the answer counts all the same')
    })
  }
})

import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { answered, code_verifier, errorOf, oauthWorld, redirect_uri } from '../../../support/oauth.ts'
import { firstTenant, makeTenant, type TenantWorld } from '../../../support/people/tenants.ts'
import { startWarder, type TestWarder } from '../../../support/warder.ts'

/** A client that describes itself has one id in all tenants, so that nothing but the tenant tells its codes apart. */
describe('TN-01 a client whose id is the address of a document, in two tenants', () => {
  let warder: TestWarder
  let place: Server
  let client: ClientView
  let acme: TenantWorld
  let other: TenantWorld

  before(async () => {
    place = createServer((request, response) => {
      const client_id = `http://${host()}${request.url ?? ''}`
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ client_id, client_name: 'Tool belt', redirect_uris: [redirect_uri] }))
    })
    const host = () => `localhost:${(place.address() as AddressInfo).port}`
    await new Promise<void>((resolve) => place.listen(0, 'localhost', resolve))
    client = { client_id: `http://${host()}/tool.json` } as ClientView // as the helpers read it
    warder = await startWarder({ 'limits.costly': '1000' }, { dev: true, metadata_documents: ['localhost'] })
    acme = await makeTenant(warder, 'acme')
    other = await makeTenant(warder, 'other')
    await acme.user()
  })
  after(async () => {
    place.closeAllConnections()
    place.close()
    await warder.close()
  })

  const redeem = (at: TenantWorld, code: string) =>
    warder.form(at.at('/oauth/token'), {
      ...{ grant_type: 'authorization_code', client_id: client.client_id },
      ...{ code, redirect_uri, code_verifier },
    })

  test('a code of one is worth nothing at another, whose tokens would be of somebody who is nobody there', async () => {
    const ada = await acme.signedIn()
    const asked = await ada.open(acme.at(oauthWorld(warder).address(client)))
    const code =
      answered(await ada.submit(asked, acme.at('/consent'), { decision: 'allow' })).get('code') ?? ''
    for (const elsewhere of [other, firstTenant(warder)])
      assert.equal(await errorOf(await redeem(elsewhere, code)), 'invalid_grant')
    assert.equal((await redeem(acme, code)).status, 200, 'and it was not used up there')
  })
})

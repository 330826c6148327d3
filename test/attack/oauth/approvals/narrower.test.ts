import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cibaGrant, deviceCodeGrant } from '@warder/protocol'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { basicOf, claimsOf, startOAuth, type OAuthWorld, type Tokens } from '../../../support/oauth.ts'
import { json } from '../../../support/warder.ts'
import { path } from './till.ts'

const [files, mails] = ['https://files.example', 'https://mails.example']
const grants = [cibaGrant, deviceCodeGrant, 'refresh_token']
const details = [
  { type: 'payment', amount: '1' },
  { type: 'payment', amount: '2' },
]

type Got = Tokens & { error?: string }

describe('TK-32 a client that asked without a browser wants part of what was allowed', () => {
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth({
      'approvals.most': '100',
      'limits.costly': '100000',
      authorization_details_types: 'payment[amount]',
    })
    client = await world.client({
      redirect_uris: [],
      grant_types: grants,
      scope: 'openid read offline_access',
      resources: [files, mails],
      authorization_details_types: ['payment'],
    })
  })
  after(() => world.warder.close())

  /** Asks for both places and both payments, and has it allowed. */
  const ways: Record<string, () => Promise<Record<string, string>>> = {
    'by a device': async () => {
      const begun = await begin('/oauth/device_authorization', {})
      const browser = await world.signedIn()
      const { user_code = '' } = begun
      const page = await browser.submit(await browser.open('/device'), '/device', { user_code })
      await browser.submit(page, '/device/answer', { decision: 'allow' })
      return { grant_type: deviceCodeGrant, device_code: begun['device_code'] ?? '' }
    },
    'by CIBA': async () => {
      const { auth_req_id = '' } = await begin('/oauth/bc-authorize', { login_hint: 'ada@example.com' })
      const browser = await world.signedIn()
      await browser.submit(await browser.open(path), `${path}/answer`, { decision: 'allow' })
      return { grant_type: cibaGrant, auth_req_id }
    },
  }
  async function begin(where: string, fields: Record<string, string>) {
    const body = new URLSearchParams({
      ...fields,
      scope: 'openid read offline_access',
      authorization_details: JSON.stringify(details),
    })
    for (const place of [files, mails]) body.append('resource', place)
    const text = body.toString()
    const response = await world.warder.request(where, {
      method: 'POST',
      body: text,
      headers: {
        ...basicOf(client),
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(text.length),
      },
    })
    assert.equal(response.status, 200)
    return json<Record<string, string>>(response)
  }

  for (const [way, allowed] of Object.entries(ways))
    test(`RFC 8707 §2.2, RFC 9396 §6 ${way}: its first token is for that part, and the rest is not lost`, async () => {
      const handle = await allowed()
      const ask = async (fields: Record<string, string>) => {
        world.warder.clock.now += 6
        return json<Got>(await world.token(client, { ...handle, ...fields }))
      }
      const other = JSON.stringify([{ type: 'payment', amount: '3' }])
      assert.equal((await ask({ resource: 'https://other.example' })).error, 'invalid_target')
      assert.equal((await ask({ authorization_details: other })).error, 'invalid_authorization_details')
      const part = JSON.stringify(details.slice(1))
      const first = await ask({ resource: files, authorization_details: part })
      const claims = claimsOf(first.access_token)
      assert.deepEqual([claims['aud'], claims['authorization_details']], [files, details.slice(1)])
      const next = await json<Got>(await world.refresh(client, first.refresh_token ?? ''))
      const all = claimsOf(next.access_token)
      assert.deepEqual([all['aud'], all['authorization_details']], [[files, mails], details])
    })
})

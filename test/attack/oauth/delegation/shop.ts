import assert from 'node:assert/strict'
import type { ClientView, NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { basicOf, type OAuthWorld, type Tokens } from '../../../support/oauth.ts'
import { json } from '../../../support/warder.ts'

export const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
export const idToken = 'urn:ietf:params:oauth:token-type:id_token'
export const orders = 'https://orders.example'
export const bills = 'https://bills.example'
export const stock = 'https://stock.example'

export type Exchanged = Tokens & { issued_token_type: string }

/** A shop whose API of orders goes on to that of bills in Ada's name. */
export function shop(world: OAuthWorld) {
  const { warder } = world
  const exchange = (client: ClientView, token: string, fields: Record<string, string> = {}, proof?: string) =>
    warder.form(
      '/oauth/token',
      { grant_type, subject_token: token, subject_token_type: accessToken, ...fields },
      { ...basicOf(client), ...(proof !== undefined && { dpop: proof }) },
    )
  return {
    exchange,
    api: (change: Partial<NewClient> = {}) =>
      world.client({
        name: 'Orders',
        type: 'machine',
        redirect_uris: [],
        grant_types: [grant_type, 'client_credentials'],
        scope: 'read write',
        resources: [orders],
        token_exchange: { audiences: [bills] },
        ...change,
      }),
    exchanged: async (...given: Parameters<typeof exchange>) => {
      const response = await exchange(...given)
      const answer = await json<Exchanged & { error?: string; error_description?: string }>(response)
      assert.equal(response.status, 200, `${answer.error} ${answer.error_description}`)
      return answer
    },
    refused: async (code: string, ...given: Parameters<typeof exchange>) => {
      const response = await exchange(...given)
      assert.deepEqual(
        [response.status, (await json(response))['error']],
        [code === 'invalid_client' ? 401 : 400, code],
      )
    },
    active: async (client: ClientView, token: string) =>
      (await json(await warder.form('/oauth/introspect', { token }, basicOf(client))))['active'],
  }
}

import type { Candidate, Place } from '../harness/candidate.ts'
import { askOnce } from '../load/ask.ts'
import type { Exchange } from '../load/exchange.ts'
import { checkOpaqueToken, introspectionRequest, opaqueRequest, tokenRequest } from './machine-token.ts'
import { issuer, runCli } from './warder-cli.ts'
import { createMachineClient, fromSources, toIssuer, warder } from './warder.ts'

/** What a client asks, made ready at a server that runs. */
export type Prepare = (place: Place) => Promise<Exchange>

const password = 'lovelace-1843-engine'

/** A token for a machine, signed with ES256. */
export const token: Prepare = async (place) =>
  toIssuer(place, tokenRequest('/oauth/token', await createMachineClient(place, ['--token-alg', 'ES256'])))

/** A token that says nothing, which is on the disk before it is given out. */
const opaqueToken: Prepare = async (place) => {
  const client = await createMachineClient(place, ['--token-format', 'opaque'])
  return toIssuer(place, opaqueRequest(tokenRequest('/oauth/token', client)))
}

/** What such a token stands for, asked by its client. */
export const introspection: Prepare = async (place) => {
  const asked = await opaqueToken(place)
  return introspectionRequest('/oauth/introspect', asked, await askOnce(place.port, asked))
}

/** Who a token speaks for. */
export const userinfo: Prepare = async (place) => {
  // Nobody else in a database that other servers have used.
  const email = `ada-${place.port}@example.com`
  await runCli(place, ['user', 'create', '--email', email, '--password-stdin'], password)
  const response = await fetch(`${issuer(place)}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (response.status !== 200) throw new Error(`sign-in at Warder: ${await response.text()}`)
  const { access_token } = (await response.json()) as { access_token: string }
  return toIssuer(place, {
    method: 'GET',
    path: '/oauth/userinfo',
    headers: { Authorization: `Bearer ${access_token}` },
    expected: { status: 200, contains: ['"sub":"usr_', `"email":"${email}"`] },
  })
}

export const warderOpaqueToken: Candidate = warder('Warder, opaque', fromSources, async (place) => {
  const exchange = await opaqueToken(place)
  await checkOpaqueToken(place.port, exchange)
  return exchange
})
export const warderIntrospection: Candidate = warder('Warder', fromSources, introspection)
export const warderUserinfo: Candidate = warder('Warder', fromSources, userinfo)

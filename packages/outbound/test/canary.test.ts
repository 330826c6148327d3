import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import {
  all,
  apiKey,
  assumeRole,
  authenticatedFetch,
  basic,
  bearer,
  clientCredentials,
  entra,
  exchange,
  firstAvailable,
  hmac,
  httpSignature,
  jwtBearer,
  keepGrant,
  memoryStore,
  refreshToken,
  secret,
  selfSignedJwt,
  sigv4,
  sigv4a,
  standardWebhook,
  tokenExchange,
  type Credential,
} from '../src/index.ts'
import { serve } from './support/provider.ts'

const canary = 'canary-9f3b7c'
const inBase64 = Buffer.from(canary.repeat(3)).toString('base64')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string // PEM is text
const key = { pem, alg: 'RS256' } as const
const middleOfKey = pem.split('\n')[5] ?? ''
const aws = { accessKeyId: 'AKIA1', secretAccessKey: canary, sessionToken: canary }
const tenant = { tenant: 'contoso.com', clientId: 'c', scope: 'https://a.example/.default' }
const post = { method: 'client_secret_post', secret: canary } as const

/** Every kind of credential, with secrets in it. @param at where tokens come from */
// oxfmt-ignore
const kinds: [what: string, make: (at: string) => Credential | Promise<Credential>][] = [
  ['a key',                        () => apiKey({ key: canary, fallbackKey: canary })],
  ['a key in the query',           () => apiKey({ key: secret(canary), in: 'query', name: 'k' })],
  ['a key in a cookie',            () => apiKey({ key: () => canary, in: 'cookie', name: 'k' })],
  ['a token',                      () => bearer(canary)],
  ['a name and a password',        () => basic({ username: 'ada', password: canary })],
  ['a shared key',                 () => hmac({ scheme: 'warder-hmac', key: canary, keyId: 'k' })],
  ['a private key that signs',     () => httpSignature({ alg: 'rsa-v1_5-sha256', keyId: 'k', key: pem })],
  ['a webhook',                    () => standardWebhook({ secrets: [`whsec_${inBase64}`] })],
  ['client credentials',           (at) => clientCredentials({ tokenEndpoint: at, clientId: 'c', auth: post })],
  ['client credentials by Basic',  (at) => clientCredentials({ tokenEndpoint: at, clientId: 'c', auth: { method: 'client_secret_basic', secret: canary } })],
  ['an assertion',                 (at) => jwtBearer({ tokenEndpoint: at, clientId: 'c', auth: post, key, aud: 'x' })],
  ['a token of its own',           () => selfSignedJwt({ key, claims: { iss: 'c' } })],
  ['a token for a token',          (at) => tokenExchange({ tokenEndpoint: at, clientId: 'c', auth: post, subject: canary })],
  ['a sign-in of its own',         (at) => exchange({ request: { url: at, body: { password: canary } }, token: '/access_token' })],
  ['keys of AWS',                  () => sigv4({ service: 's3', region: 'eu-west-1', credentials: aws })],
  ['keys of AWS for regions',      () => sigv4a({ service: 's3', regions: ['*'], credentials: aws })],
  ['a role of AWS',                (at) => sigv4({ service: 's3', region: 'eu-west-1', credentials: assumeRole({ source: aws, roleArn: 'arn:aws:iam::123456789012:role/r', endpoint: at, env: {} }) })],
  ['an application of Entra',      (at) => entra({ ...tenant, authorityHost: new URL(at).origin, with: { method: 'secret', secret: canary } })],
  ['a workload of Entra',          (at) => entra({ ...tenant, authorityHost: new URL(at).origin, with: { method: 'federated', token: canary } })],
  ['the grant of a person',        async (at) => {
    const store = memoryStore()
    await keepGrant(store, 'ada', { access_token: canary, refresh_token: canary, requested_at: 0, expires_at: 1 })
    return refreshToken({ tokenEndpoint: at, clientId: 'c', auth: post, store, id: 'ada' })
  }],
  ['several',                      () => all(apiKey({ key: canary, name: 'x-key' }), bearer(canary))],
  ['the first that there is',      () => firstAvailable(bearer(canary))],
]

const basicOfAda = Buffer.from(`ada:${canary}`).toString('base64')

const shown = (...what: unknown[]) =>
  what.map((one) => inspect(one, { depth: 12, showHidden: true, getters: true })).join('\n') +
  (JSON.stringify(what) ?? '')

/** What a token endpoint may answer, with the secret in every place that could be repeated. */
// oxfmt-ignore
const answers: [what: string, answer: ReturnType<Parameters<typeof serve>[0]>][] = [
  ['a token',          { body: { access_token: canary, token_type: 'Bearer', expires_in: 60 } }],
  ['a refusal',        { status: 400, body: { error: 'invalid_client', secret: canary } }],
  ['a page',           { status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${canary}` }],
  ['another token',    { body: { access_token: canary, token_type: 'mac' } }],
  ['a fault',          { status: 400, headers: { 'www-authenticate': `Basic realm="${canary}"` }, body: canary }],
]

describe('no secret shows in a credential, its status or its errors', () => {
  for (const [what, make] of kinds) {
    for (const [said, answer] of answers) {
      test(`${what}, where the token endpoint answers with ${said}`, async (context) => {
        const printed = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) =>
          context.mock.method(console, name, () => undefined),
        )
        const server = await serve(({ url }) => (url === '/api' ? { status: 401 } : answer))
        try {
          const credential = await make(`${server.origin}/token`)
          const call = authenticatedFetch(credential, { origins: [server.origin] })
          const told: unknown[] = [credential, call]
          for (const address of [`${server.origin}/api`, 'https://elsewhere.example/'])
            await call(address).catch((error: unknown) => told.push(error, (error as Error).stack))
          told.push(await credential.status?.())
          const text = shown(...told, ...printed.map(({ mock }) => mock.calls.map((one) => one.arguments)))
          for (const hidden of [canary, inBase64, middleOfKey, basicOfAda]) {
            const at = text.indexOf(hidden)
            assert.equal(at, -1, text.slice(Math.max(0, at - 300), at + 50))
          }
        } finally {
          server.close()
        }
      })
    }
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { readConfig } from '../../src/config/load.ts'
import type { OutboundError } from '../../src/errors.ts'
import { providersOf } from '../../src/manager/providers.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { serve } from '../support/provider.ts'
import { selfSigned } from '../support/self-signed.ts'

const tenant = '11111111-2222-3333-4444-555555555555'
const clientId = '66666666-7777-8888-9999-000000000000'
const scope = 'https://graph.microsoft.com/.default'
const head = 'version: 1\ncredentials:\n'

/** A configuration with one credential, `a`, as the manager offers it. */
async function providersWith(fields: string, env: Record<string, string>, folder = tmpdir()) {
  const config = await readConfig(`${head}  a: { ${fields} }\n`, join(folder, 'warder.outbound.yaml'))
  return providersOf(config, { store: memoryStore(), env })
}

describe('an identity of Entra in a configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clouds-'))
  const own = selfSigned('Notes')
  let place: Awaited<ReturnType<typeof serve>>
  const forms = () =>
    place.asked.flatMap(({ url, body }) => (url.endsWith('/token') ? [new URLSearchParams(body)] : []))
  const identities = () =>
    place.asked.flatMap(({ url }) => (url.startsWith('/msi') ? [new URL(url, place.origin)] : []))
  before(async () => {
    writeFileSync(join(folder, 'app.pem'), own.key + own.certificate)
    writeFileSync(join(folder, 'token'), 'canary-federated\n')
    place = await serve(({ url, headers }) => {
      if (url.startsWith('/msi'))
        return { body: { access_token: 'canary-of-machine', expires_on: '4102444800', client_id: clientId } }
      if (url.endsWith('/token'))
        return { body: { access_token: 'canary-of-application', token_type: 'Bearer', expires_in: 3600 } }
      return { body: { sent: headers.authorization } }
    })
  })
  beforeEach(() => place.asked.splice(0))
  after(() => {
    place.close()
    rmSync(folder, { recursive: true })
  })

  async function sentWith(fields: string, more: Record<string, string> = {}): Promise<unknown> {
    const env = {
      SECRET: 'canary-secret',
      IDENTITY_ENDPOINT: `${place.origin}/msi`,
      IDENTITY_HEADER: 'h',
      ...more,
    }
    const whole = `type: entra, scope: ['${scope}'], ${fields}, baseUrl: '${place.origin}'`
    const out = await providersWith(whole, env, folder)
    return ((await (await out.fetch('a', '/api')).json()) as { sent: unknown }).sent
  }
  const application = () => `tenant: ${tenant}, clientId: ${clientId}, authorityHost: '${place.origin}'`

  // oxfmt-ignore
  const proofs: [what: string, proof: string, field: string, value: RegExp][] = [
    ['its secret',                            '{ secret: env:SECRET }',                                  'client_secret',    /^canary-secret$/],
    ['its certificate',                       '{ certificate: file:app.pem }',                           'client_assertion', /^ey[\w-]+\.ey[\w-]+\.[\w-]{342}$/],
    ['what another issuer says',              '{ federated: file:token }',                               'client_assertion', /^canary-federated$/],
    ['a credential',                          '{ federatedBy: { type: bearer, token: env:SECRET } }',    'client_assertion', /^canary-secret$/],
    ['the identity of the machine',           '{ managedIdentity: system }',                             'client_assertion', /^canary-of-machine$/],
  ]
  for (const [what, proof, field, value] of proofs) {
    test(`is an application by ${what}`, async () => {
      assert.equal(await sentWith(`${application()}, with: ${proof}`), 'Bearer canary-of-application')
      assert.match(forms()[0]?.get(field) ?? '', value)
      assert.equal(forms()[0]?.get('scope'), scope)
    })
  }

  test('the machine shows its identity to the exchange of its cloud, and nobody else', async () => {
    await sentWith(`${application()}, cloud: china, with: { managedIdentity: system }`)
    assert.equal(identities()[0]?.searchParams.get('resource'), 'api://AzureADTokenExchangeChina')
  })

  test('sends its certificates along, and says that demands are understood, where that is asked for', async () => {
    await sentWith(`${application()}, cae: true, with: { certificate: file:app.pem, sendChain: true }`)
    const [header = ''] = (forms()[0]?.get('client_assertion') ?? '').split('.')
    assert.match(Buffer.from(header, 'base64url').toString(), /"x5c":\["/)
    assert.match(forms()[0]?.get('claims') ?? '', /"cp1"/)
  })

  // oxfmt-ignore
  const chosen: [proof: string, parameter: string | undefined, value: string | null][] = [
    ['{ managedIdentity: system }',                                          'client_id',  null],
    [`{ managedIdentity: ${clientId} }`,                                     'client_id',  clientId],
    ['{ managedIdentity: env:SECRET, identityBy: object-id }',               'object_id', 'canary-secret'],
    ['{ managedIdentity: /subscriptions/s/x, identityBy: resource-id }',     'mi_res_id',  '/subscriptions/s/x'],
  ]
  for (const [proof, parameter = '', value] of chosen) {
    test(`is an identity of the machine: ${proof}`, async () => {
      assert.equal(await sentWith(`with: ${proof}`), 'Bearer canary-of-machine')
      const [asked] = identities()
      assert.equal(asked?.searchParams.get('resource'), 'https://graph.microsoft.com')
      assert.equal(asked?.searchParams.get(parameter), value)
    })
  }

  test('is what the place says: the environment, the workload, or the first there is', async () => {
    const named = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: clientId, AZURE_AUTHORITY_HOST: place.origin }
    const bySecret = { ...named, AZURE_CLIENT_SECRET: 'canary-environment' }
    const byFile = { ...named, AZURE_FEDERATED_TOKEN_FILE: join(folder, 'token') }
    await sentWith('with: { from: environment }', bySecret)
    await sentWith('with: { from: workload }', byFile)
    await sentWith('with: { from: default }', byFile)
    const proofsSent = forms().map((form) => form.get('client_secret') ?? form.get('client_assertion'))
    assert.deepEqual(
      proofsSent,
      ['canary-environment', 'canary-federated\n', 'canary-federated\n'].map((text) => text.trim()),
    )
    assert.equal(await sentWith('timeoutMs: 5000'), 'Bearer canary-of-machine')
    await assert.rejects(sentWith('with: { from: workload }'), { code: 'CREDENTIAL_UNAVAILABLE' })
  })
})

describe('a signature of AWS in a configuration', () => {
  const env = { ID: 'AKIDEXAMPLE', SECRET: 'canary-secret' }
  const keys = 'accessKeyId: env:ID, secretAccessKey: env:SECRET'
  const body = new TextEncoder().encode('x'.repeat(70_000))

  async function prepared(fields: string) {
    const out = await providersWith(
      `${fields}, ${keys}, baseUrl: 'https://notes.s3.eu-west-1.amazonaws.com'`,
      env,
    )
    const { headers, body: sent } = await out.prepare('a', '/big', { method: 'PUT', body })
    return { headers, text: sent === null ? '' : await new Response(sent).text() }
  }

  // oxfmt-ignore
  const payloads: [how: string, hash: string, begins: RegExp, ends: RegExp][] = [
    ['payload: chunked',                     'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',         /^10000;chunk-signature=[0-9a-f]{64}\r\n/, /\r\n0;chunk-signature=[0-9a-f]{64}\r\n\r\n$/],
    ['payload: chunked, checksum: crc32',    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', /^10000;chunk-signature=[0-9a-f]{64}\r\n/, /\r\nx-amz-checksum-crc32:.{8}\r\nx-amz-trailer-signature:[0-9a-f]{64}\r\n\r\n$/],
    ['payload: unsigned, checksum: sha256',  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',         /^10000\r\nx/,                             /\r\n0\r\nx-amz-checksum-sha256:.{44}\r\n\r\n$/],
    ['payload: unsigned',                    'UNSIGNED-PAYLOAD',                           /^x{70000}$/,                              /x$/],
  ]
  for (const [how, hash, begins, ends] of payloads) {
    test(`has ${how}`, async () => {
      const { headers, text } = await prepared(`type: sigv4, service: s3, region: eu-west-1, ${how}`)
      assert.equal(headers.get('x-amz-content-sha256'), hash)
      assert.match(text, begins)
      assert.match(text, ends)
      const length = Number(headers.get('content-length') ?? body.length)
      assert.equal(Buffer.byteLength(text), length)
    })
  }

  test('is one for several regions, after all that adds to the request', async () => {
    const { headers } = await prepared(
      "type: sigv4a, service: s3, regions: [us-east-1, 'eu-*'], payload: unsigned",
    )
    assert.equal(headers.get('x-amz-region-set'), 'us-east-1,eu-*')
    assert.match(
      headers.get('authorization') ?? '',
      /^AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/s3\/aws4_request/,
    )
    const out = await providersWith(
      `type: all, of: [{ type: sigv4a, service: s3, regions: '*', ${keys} }, { type: api-key, key: env:SECRET, name: x-key }], baseUrl: 'https://a.example'`,
      env,
    )
    assert.equal(out.credential('a').phase, 'sign')
    const both = await out.prepare('a', '/')
    assert.match(both.headers.get('authorization') ?? '', /SignedHeaders=host;[^,]*x-key/)
  })
})

describe('what does not go together has its line, column and field', () => {
  const entraWith = (fields: string) =>
    `type: entra, scope: '${scope}', ${fields}, origins: [https://graph.microsoft.com]`
  const sigv4With = (fields: string) =>
    `type: sigv4, region: eu-west-1, ${fields}, origins: [https://a.example]`
  // oxfmt-ignore
  const problems: [what: string, fields: string, says: string][] = [
    ['two scopes',                     `type: entra, scope: [a, b], baseUrl: 'https://a.example'`,                   ':3:28: credentials.a.scope is not one scope of an API. Write one that ends with /.default.'],
    ['a scope of a person',            `type: entra, scope: User.Read, baseUrl: 'https://a.example'`,                ':3:28: credentials.a.scope is not one scope'],
    ['two proofs',                     entraWith('with: { secret: env:A, certificate: env:B }'),                      ':3:74: credentials.a.with has secret and certificate. Keep one of them.'],
    ['an application without a name',  entraWith('with: { secret: env:A }'),                                          ':3:6: credentials.a.tenant is missing. Add it: an application has both.\n'],
    ['half a name',                    entraWith(`tenant: ${tenant}, with: { managedIdentity: system }`),             ':3:6: credentials.a.clientId is missing.'],
    ['a name and no proof',            entraWith(`tenant: ${tenant}, clientId: ${clientId}`),                         'credentials.a.tenant has no meaning without an application that proves itself.'],
    ['a cloud of the environment',     entraWith('cloud: china, with: { from: environment }'),                        ':3:75: credentials.a.cloud has no meaning'],
    ['a chain of a secret',            entraWith(`tenant: t, clientId: c, with: { secret: env:A, sendChain: true }`), 'credentials.a.with.sendChain goes with a certificate.'],
    ['the id of no identity',          entraWith('with: { managedIdentity: system, identityBy: object-id }'),         'credentials.a.with.identityBy goes with the id of a managed identity.'],
    ['a secret that stands there',     entraWith('tenant: t, clientId: c, with: { secret: canary }'),                 'credentials.a.with.secret holds the secret itself.'],
    ['half a key',                     sigv4With('service: s3, accessKeyId: A'),                                      ':3:6: credentials.a.secretAccessKey is missing. Add it.'],
    ['the other half',                 sigv4With('service: s3, secretAccessKey: env:A'),                              'credentials.a.accessKeyId is missing.'],
    ['a key and a place for keys',     sigv4With('service: s3, accessKeyId: A, secretAccessKey: env:A, credentials: { from: instance }'), 'credentials.a.credentials stands beside a key. Keep one of them.'],
    ['a checksum of a signed body',    sigv4With('service: s3, checksum: crc32'),                                     ':3:63: credentials.a.checksum goes with a body that is chunked or unsigned.'],
    ['pieces for another service',     sigv4With('service: dynamodb, payload: chunked'),                              'credentials.a.payload is for S3 alone.'],
    ['a checksum for another service', sigv4With('service: dynamodb, payload: unsigned, checksum: crc32'),            'credentials.a.checksum is for S3 alone.'],
    ['pieces signed with 4A',          `type: sigv4a, service: s3, regions: '*', payload: chunked, baseUrl: 'https://a.example'`, 'credentials.a.payload is none of the choices. Write auto, unsigned.'],
  ]
  for (const [what, fields, says] of problems) {
    test(what, async () => {
      const { message } = (await readConfig(`${head}  a: { ${fields} }\n`, '/x/a.yaml').then(
        () => assert.fail('nothing is wrong'),
        (error: unknown) => error,
      )) as OutboundError // what it throws
      assert.ok(message.includes(says), message)
      assert.ok(!message.includes('canary'), message)
    })
  }
})

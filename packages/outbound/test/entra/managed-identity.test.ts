import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { proofPath } from '../../src/entra/managed/arc.ts'
import {
  entraManagedIdentity,
  type ManagedIdentityOptions,
} from '../../src/entra/managed/managed-identity.ts'
import type { ManagedIdentityId } from '../../src/entra/managed/platform.ts'
import { OutboundError } from '../../src/errors.ts'
import { probed } from '../../src/token/token-of.ts'
import { serve, type Asked } from '../support/provider.ts'
import { selfSigned } from '../support/self-signed.ts'

const scope = 'https://vault.azure.net/.default'
const now = Date.UTC(2026, 5, 1)
const clientId = { clientId: 'c-1' }
const [objectId, resourceId] = [{ objectId: 'o-1' }, { resourceId: '/subscriptions/1/x' }]
const pauses: number[] = []

/** The token, and when it ends in seconds from now; or the word for why there is none, without a secret. */
async function outcome(
  env: Record<string, string>,
  identity?: ManagedIdentityId,
  more: Partial<ManagedIdentityOptions> = {},
) {
  const pause = (milliseconds: number) => Promise.resolve(pauses.push(milliseconds))
  const credential = entraManagedIdentity({ scope, env, identity, pause, ...more })
  try {
    const sent = await probed(credential, { clock: () => now, signal: undefined })
    const { expires_at = 0 } = (await credential.status?.()) ?? {}
    return [sent.headers.get('authorization'), (expires_at - now) / 1000]
  } catch (error) {
    assert.ok(error instanceof OutboundError, inspect(error))
    assert.doesNotMatch(inspect([error, credential], { depth: 9, showHidden: true }), /canary/)
    return error.code
  }
}

describe('the identity that Azure gives', () => {
  let service: Awaited<ReturnType<typeof serve>>
  let answer: (asked: Asked) => ReturnType<Parameters<typeof serve>[0]>
  const folder = mkdtempSync(join(tmpdir(), 'arc-'))
  before(async () => {
    service = await serve((asked) => answer(asked))
  })
  after(() => {
    service.close()
    rmSync(folder, { recursive: true })
  })
  afterEach(() => {
    service.asked.length = 0
    pauses.length = 0
  })
  const on = String(now / 1000 + 3600)
  const token = (more = {}) => ({
    body: { access_token: 'canary', token_type: 'Bearer', expires_on: on, ...more },
  })
  const good = ['Bearer canary', 3600]

  const endpoint = () => `${service.origin}/token`
  const appService = () => ({ IDENTITY_ENDPOINT: endpoint(), IDENTITY_HEADER: 'canary-header' })
  const learning = () => ({
    MSI_ENDPOINT: endpoint(),
    MSI_SECRET: 'canary-header',
    DEFAULT_IDENTITY_CLIENT_ID: 'usual',
  })
  const shell = () => ({ MSI_ENDPOINT: endpoint() })
  const machine = () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: `${service.origin}/` })
  const arc = () => ({ IDENTITY_ENDPOINT: endpoint(), IMDS_ENDPOINT: service.origin })

  const resource = 'resource=https%3A%2F%2Fvault.azure.net'
  const imds = `/metadata/identity/oauth2/token?api-version=2018-02-01&${resource}`
  // oxfmt-ignore
  const platforms: [what: string, env: () => Record<string, string>, identity: ManagedIdentityId | undefined, sent: { method?: string; url: string; headers: Record<string, string>; body?: string } | string][] = [
    ['App Service',                 appService, undefined,  { url: `/token?api-version=2019-08-01&${resource}`,                                                headers: { 'x-identity-header': 'canary-header' } }],
    ['App Service, a client',       appService, clientId,   { url: `/token?api-version=2019-08-01&${resource}&client_id=c-1`,                                  headers: { 'x-identity-header': 'canary-header' } }],
    ['App Service, an object',      appService, objectId,   { url: `/token?api-version=2019-08-01&${resource}&object_id=o-1`,                                  headers: { 'x-identity-header': 'canary-header' } }],
    ['App Service, a resource',     appService, resourceId, { url: `/token?api-version=2019-08-01&${resource}&mi_res_id=%2Fsubscriptions%2F1%2Fx`,             headers: { 'x-identity-header': 'canary-header' } }],
    ['Machine Learning',            learning,   undefined,  { url: `/token?api-version=2017-09-01&${resource}&clientid=usual`,                                 headers: { secret: 'canary-header', metadata: 'true' } }],
    ['Machine Learning, a client',  learning,   clientId,   { url: `/token?api-version=2017-09-01&${resource}&clientid=c-1`,                                   headers: { secret: 'canary-header', metadata: 'true' } }],
    ['Machine Learning, an object', learning,   objectId,   'CONFIG_INVALID'],
    ['Cloud Shell',                 shell,      undefined,  { method: 'POST', url: '/token', body: resource,                                                   headers: { metadata: 'true', 'content-type': 'application/x-www-form-urlencoded' } }],
    ['Cloud Shell, a client',       shell,      clientId,   'CONFIG_INVALID'],
    ['a machine',                   machine,    undefined,  { url: imds,                                                                                       headers: { metadata: 'true' } }],
    ['a machine, a client',         machine,    clientId,   { url: `${imds}&client_id=c-1`,                                                                    headers: { metadata: 'true' } }],
    ['a machine, a resource',       machine,    resourceId, { url: `${imds}&msi_res_id=%2Fsubscriptions%2F1%2Fx`,                                              headers: { metadata: 'true' } }],
    ['Azure Arc',                   arc,        undefined,  { url: `/token?api-version=2020-06-01&${resource}`,                                                headers: { metadata: 'true' } }],
  ]
  for (const [what, env, identity, sent] of platforms) {
    test(`${what}: ${typeof sent === 'string' ? sent : sent.url}`, async () => {
      answer = () => token()
      const got = await outcome(env(), identity)
      if (typeof sent === 'string') return assert.deepEqual([got, service.asked.length], [sent, 0])
      assert.deepEqual(got, good)
      const { method, url, headers, body } = service.asked.at(-1) ?? ({} as Asked)
      assert.deepEqual([method, url, body], [sent.method ?? 'GET', sent.url, sent.body ?? ''])
      for (const [name, value] of Object.entries(sent.headers)) assert.equal(headers[name], value)
      // A machine is first asked whether it is there, without the header that would make it answer.
      assert.equal(service.asked.length, what.startsWith('a machine') ? 2 : 1)
      if (service.asked.length === 2) assert.equal(service.asked[0]?.headers['metadata'], undefined)
    })
  }

  // oxfmt-ignore
  const ends: [what: string, said: Record<string, unknown>, seconds: number][] = [
    ['a number',              { expires_on: now / 1000 + 60 },                         60],
    ['a number in quotes',    { expires_on: on },                                      3600],
    ['a moment by ISO 8601',  { expires_on: '2026-06-01T01:00:00Z' },                  3600],
    ['a moment in words',     { expires_on: '6/1/2026 1:00:00 AM +00:00' },            3600],
    ['a life',                { expires_on: undefined, expires_in: '120' },            120],
    ['nothing',               { expires_on: undefined },                               3600],
    ['a word',                { expires_on: 'soon', expires_in: -1 },                  3600],
  ]
  for (const [what, said, seconds] of ends) {
    test(`the end of a token as ${what}`, async () => {
      answer = () => token(said)
      assert.deepEqual(await outcome(appService()), ['Bearer canary', seconds])
    })
  }

  // oxfmt-ignore
  const refused: [what: string, answer: () => ReturnType<typeof answer>, code: string][] = [
    ['no token',                () => ({ body: { expires_on: on } }),                                          'TOKEN_RESPONSE_INVALID'],
    ['a page',                  () => ({ body: '<html>canary</html>' }),                                       'TOKEN_RESPONSE_INVALID'],
    ['no such identity',        () => ({ status: 400, body: { error_description: 'Identity not found' } }),    'CREDENTIAL_UNAVAILABLE'],
    ['a wrong resource',        () => ({ status: 400, body: { error: 'invalid_resource', x: 'canary' } }),     'INVALID_CLIENT'],
    ['a fault of its own',      () => ({ status: 500 }),                                                       'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['a redirect',              () => ({ status: 302, headers: { location: 'http://evil.example' } }),         'INVALID_CLIENT'],
  ]
  for (const [what, say, code] of refused) {
    test(`the platform answers with ${what}: ${code}`, async () => {
      answer = say
      assert.equal(await outcome(appService()), code)
    })
  }

  // oxfmt-ignore
  const patience: [status: number, times: number, waited: number[], outcome: string | undefined][] = [
    [404, 2, [1000, 2000],                    undefined],
    [429, 3, [1000, 2000, 4000],              undefined],
    [500, 4, [1000, 2000, 4000],              'TOKEN_ENDPOINT_UNAVAILABLE'],
    [404, 4, [1000, 2000, 4000],              'INVALID_CLIENT'],
    [410, 7, Array<number>(7).fill(10_000),   undefined],
    [410, 8, Array<number>(7).fill(10_000),   'TOKEN_ENDPOINT_UNAVAILABLE'],
    [400, 1, [],                              'INVALID_CLIENT'],
  ]
  for (const [status, times, waited, expected] of patience) {
    test(`a machine that answers ${status} ${times} times is waited for ${waited.length} times`, async () => {
      let left = times
      answer = ({ headers }) => (headers['metadata'] && left-- > 0 ? { status } : token())
      assert.deepEqual(await outcome(machine()), expected ?? good)
      assert.deepEqual(pauses, waited)
    })
  }

  test('a machine that is none of Azure is not waited for', async () => {
    assert.equal(
      await outcome({ AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:9' }),
      'CREDENTIAL_UNAVAILABLE',
    )
  })

  for (const address of ['http://10.0.0.4/x', 'http://evil.example/', 'file:///x', 'http://a:b@127.0.0.1/']) {
    test(`a service at ${address} is not asked`, async () => {
      const code = await outcome({ IDENTITY_ENDPOINT: address, IDENTITY_HEADER: 'canary' })
      assert.match(String(code), /^(?:INSECURE_URL|CONFIG_INVALID)$/)
    })
  }

  describe('by Azure Arc', () => {
    const tokens = join(folder, 'tokens')
    before(() => {
      mkdirSync(tokens)
      writeFileSync(join(tokens, 'one.key'), 'canary-proof')
      writeFileSync(join(tokens, 'long.key'), 'x'.repeat(4097))
      writeFileSync(join(tokens, 'one.txt'), 'canary-proof')
      writeFileSync(join(folder, 'other.key'), 'canary-other')
      symlinkSync(join(folder, 'other.key'), join(tokens, 'two.key'))
    })
    const challenged = (path: string) => {
      answer = ({ headers }) => {
        if (headers.authorization === 'Basic canary-proof') return token()
        return { status: 401, headers: { 'www-authenticate': `Basic realm=${path}` } }
      }
      return outcome(arc(), undefined, { arcTokens: tokens })
    }

    test('for a proof that only some on the machine can read', async () => {
      assert.deepEqual(await challenged(join(tokens, 'one.key')), good)
    })

    // oxfmt-ignore
    const traps: [what: string, path: () => string][] = [
      ['another folder',       () => join(folder, 'other.key')],
      ['a way out of it',      () => `${tokens}/../other.key`],
      ['a way around',         () => `${tokens}/./one.key`],
      ['a folder below',       () => `${tokens}/x/one.key`],
      ['another ending',       () => join(tokens, 'one.txt')],
      ['a long file',          () => join(tokens, 'long.key')],
      ['a file of the system', () => '/etc/passwd'],
      ['nothing',              () => ''],
    ]
    for (const [what, path] of traps) {
      test(`${what} is not sent as a proof`, async () => {
        assert.equal(await challenged(path()), 'CONFIG_INVALID')
        assert.ok(service.asked.every(({ headers }) => headers.authorization === undefined))
      })
    }

    test('a proof that is not there', async () => {
      assert.equal(await challenged(join(tokens, 'gone.key')), 'CREDENTIAL_UNAVAILABLE')
    })

    test('a proof that is not taken is sent once', async () => {
      writeFileSync(join(tokens, 'old.key'), 'old')
      assert.equal(await challenged(join(tokens, 'old.key')), 'INVALID_CLIENT')
      assert.equal(service.asked.length, 2)
    })

    test('of the identity that was asked for, or none', async () => {
      answer = () => token({ client_id: 'C-1' })
      assert.deepEqual(await outcome(arc(), clientId), good)
      answer = () => token({ client_id: 'another' })
      assert.equal(await outcome(arc(), clientId), 'CONFIG_INVALID')
      answer = () => token()
      assert.equal(await outcome(arc(), clientId), 'CONFIG_INVALID')
    })

    test('on Windows in its own folder', () => {
      const keys = 'C:\\ProgramData\\AzureConnectedMachineAgent\\Tokens'
      assert.equal(proofPath(`Basic realm=${keys}\\a.key`, keys, 'win32'), `${keys}\\a.key`)
      for (const path of [`${keys}\\..\\a.key`, 'C:\\a.key', `${keys}\\b\\a.key`, '\\\\evil\\share\\a.key'])
        assert.throws(() => proofPath(`Basic realm=${path}`, keys, 'win32'), { code: 'CONFIG_INVALID' })
    })
  })

  describe('by Service Fabric', () => {
    const own = selfSigned('cluster')
    let cluster: { origin: string; secrets: (string | undefined)[]; close: () => void }
    before(async () => {
      const secrets: (string | undefined)[] = []
      const server = createServer({ key: own.key, cert: own.certificate }, ({ url, headers }, response) => {
        secrets.push(headers['secret'] as string | undefined)
        assert.equal(url, `/x?api-version=2019-07-01-preview&${resource}`)
        response.end(JSON.stringify(token().body))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      cluster = {
        origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
        secrets,
        close: () => server.close(),
      }
    })
    after(() => cluster.close())
    const env = (thumbprint: string) => ({
      IDENTITY_ENDPOINT: `${cluster.origin}/x`,
      IDENTITY_HEADER: 'canary-header',
      IDENTITY_SERVER_THUMBPRINT: thumbprint,
    })

    test('to the cluster that has the certificate of the thumbprint, and nobody else hears the secret', async () => {
      const thumbprint = own.x509.fingerprint.replaceAll(':', '')
      assert.deepEqual(await outcome(env(thumbprint)), good)
      assert.deepEqual(cluster.secrets, ['canary-header'])
      assert.equal(await outcome(env(thumbprint.replace(/^../, '00'))), 'CONFIG_INVALID')
      assert.equal(await outcome(env(''.padEnd(40, '0'))), 'CONFIG_INVALID')
      assert.deepEqual(cluster.secrets, ['canary-header'])
    })

    test('its identity is chosen in the cluster', async () => {
      assert.equal(await outcome(env(own.x509.fingerprint), clientId), 'CONFIG_INVALID')
    })
  })
})

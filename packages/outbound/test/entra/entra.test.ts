import assert from 'node:assert/strict'
import { constants, createHash, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { bearer } from '../../src/static/basic.ts'
import { entraTokenEndpoint, type Authority } from '../../src/entra/authority.ts'
import { entra, type EntraOptions, type EntraProof } from '../../src/entra/entra.ts'
import { entraDefault, entraEnvironment, entraWorkload } from '../../src/entra/workload.ts'
import { OutboundError } from '../../src/errors.ts'
import { authenticatedFetch } from '../../src/fetch/authenticated-fetch.ts'
import { serve } from '../support/provider.ts'
import { selfSigned } from '../support/self-signed.ts'

const tenant = '11111111-2222-3333-4444-555555555555'
const clientId = '66666666-7777-8888-9999-000000000000'
const scope = 'https://graph.microsoft.com/.default'
const demand = '{"access_token":{"nbf":{"essential":true,"value":"1702682181"}}}'

/** A tenant of Entra, and an API that may demand more of a token. */
async function tenantOfEntra() {
  const state = {
    forms: [] as URLSearchParams[],
    tokens: 0,
    good: '',
    demands: false,
    answer: undefined as object | undefined,
    status: 200,
  }
  const service = await serve(({ url, headers, body }) => {
    if (url === '/api') {
      if (headers.authorization === `Bearer ${state.good}`) return { body: { ok: true } }
      const claims = Buffer.from(demand).toString('base64')
      const challenge = state.demands
        ? `Bearer realm="", error="insufficient_claims", claims="${claims}"`
        : 'Bearer'
      return { status: 401, headers: { 'www-authenticate': challenge } }
    }
    assert.equal(url, `/${tenant}/oauth2/v2.0/token`)
    state.forms.push(new URLSearchParams(body))
    if (state.answer) return { status: state.status, body: state.answer }
    state.good = `canary-token-${++state.tokens}`
    return {
      body: { token_type: 'Bearer', expires_in: 86_399, refresh_in: 43_199, access_token: state.good },
    }
  })
  return { ...service, state }
}

describe('an application of Entra', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entra-'))
  const own = selfSigned('Notes')
  let it: Awaited<ReturnType<typeof tenantOfEntra>>
  let now = Date.now()
  before(async () => {
    it = await tenantOfEntra()
  })
  after(() => {
    it.close()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => {
    now = Date.now()
    Object.assign(it.state, { forms: [], demands: false, answer: undefined, status: 200 })
  })

  const call = (proof: EntraProof, more: Partial<EntraOptions> = {}) => {
    const credential = entra({ tenant, clientId, scope, with: proof, authorityHost: it.origin, ...more })
    const send = authenticatedFetch(credential, { origins: [it.origin], clock: () => now })
    return { credential, send: () => send(`${it.origin}/api`) }
  }

  test('by its secret, in the body', async () => {
    assert.equal((await call({ method: 'secret', secret: 'canary+s&' }).send()).status, 200)
    assert.deepEqual(Object.fromEntries(it.state.forms[0] ?? []), {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'canary+s&',
      scope,
    })
  })

  for (const sendChain of [false, true]) {
    test(`by its certificate: PS256, its SHA-256 in the header${sendChain ? ', and the chain' : ''}`, async () => {
      const above = selfSigned('Above')
      const pem = own.key + own.certificate + above.certificate
      assert.equal((await call({ method: 'certificate', pem, sendChain }).send()).status, 200)
      const form = Object.fromEntries(it.state.forms[0] ?? [])
      assert.equal(form['client_assertion_type'], 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
      const [head = '', body = '', signature = ''] = (form['client_assertion'] ?? '').split('.')
      const read = (part: string) =>
        JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
      assert.deepEqual(read(head), {
        alg: 'PS256',
        typ: 'JWT',
        'x5t#S256': createHash('sha256').update(own.x509.raw).digest('base64url'),
        ...(sendChain && { x5c: [own, above].map(({ x509 }) => x509.raw.toString('base64')) }),
      })
      const { aud, iss, sub, jti, nbf, exp } = read(body)
      assert.deepEqual([aud, iss, sub], [`${it.origin}/${tenant}/oauth2/v2.0/token`, clientId, clientId])
      assert.match(String(jti), /^[0-9a-f-]{36}$/)
      assert.ok(Number(exp) - Number(nbf) <= 600)
      const key = { key: own.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      assert.ok(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    })
  }

  // oxfmt-ignore
  const bad: [what: string, pem: () => string][] = [
    ['a key alone',                     () => own.key],
    ['a certificate alone',             () => own.certificate],
    ['a certificate of another key',    () => own.key + selfSigned('Other').certificate],
    ['text',                            () => 'canary'],
  ]
  for (const [what, pem] of bad) {
    test(`${what} is no certificate to prove oneself by`, async () => {
      await assert.rejects(call({ method: 'certificate', pem: pem() }).send(), { code: 'CONFIG_INVALID' })
      assert.equal(it.state.forms.length, 0)
    })
  }

  test('by what another issuer says, from a text that is read anew, or from a credential', async () => {
    const file = join(folder, 'token')
    writeFileSync(file, 'canary-first\n')
    const env = {
      AZURE_TENANT_ID: tenant,
      AZURE_CLIENT_ID: clientId,
      AZURE_FEDERATED_TOKEN_FILE: file,
      AZURE_AUTHORITY_HOST: `${it.origin}/`,
    }
    const send = authenticatedFetch(entraWorkload({ scope, env }), { origins: [it.origin] })
    assert.equal((await send(`${it.origin}/api`)).status, 200)
    writeFileSync(file, 'canary-second')
    it.state.good = 'revoked'
    assert.equal((await send(`${it.origin}/api`)).status, 200)
    assert.equal((await call({ method: 'federated', token: bearer('canary-third') }).send()).status, 200)
    assert.deepEqual(
      it.state.forms.map((form) => form.get('client_assertion')),
      ['canary-first', 'canary-second', 'canary-third'],
    )
  })

  test('a demand of the API is met once, past the cache, for twenty calls together', async () => {
    const { send } = call({ method: 'secret', secret: 'canary' }, { cae: true })
    assert.equal((await send()).status, 200)
    assert.deepEqual(JSON.parse(it.state.forms[0]?.get('claims') ?? ''), {
      access_token: { xms_cc: { values: ['cp1'] } },
    })
    Object.assign(it.state, { demands: true, good: 'revoked' })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(it.state.forms.length, 2)
    assert.deepEqual(JSON.parse(it.state.forms[1]?.get('claims') ?? ''), {
      access_token: { xms_cc: { values: ['cp1'] }, nbf: { essential: true, value: '1702682181' } },
    })
  })

  test('a demand is met where nobody said that it would be; without one no claims are sent', async () => {
    const { send } = call({ method: 'secret', secret: 'canary' })
    await send()
    Object.assign(it.state, { demands: true, good: 'revoked' })
    assert.equal((await send()).status, 200)
    assert.deepEqual(
      it.state.forms.map((form) => form.get('claims')),
      [null, demand],
    )
  })

  test('a token is renewed when Entra says so, and not before', async () => {
    const { send } = call({ method: 'secret', secret: 'canary' })
    await send()
    now += 43_000_000
    await send()
    assert.equal(it.state.forms.length, 1)
    now += 300_000
    await send()
    while (it.state.forms.length < 2) await new Promise(setImmediate)
  })

  test('the code that Entra gives stands in the error, and the secret does not', async () => {
    Object.assign(it.state, {
      status: 401,
      answer: {
        error: 'invalid_client',
        error_description:
          'AADSTS7000215: Invalid client secret. Trace ID: 1 Correlation ID: 2 Timestamp: 2026-01-01',
      },
    })
    const { send, credential } = call({ method: 'secret', secret: 'canary-s' })
    await assert.rejects(send(), (error: unknown) => {
      assert.ok(error instanceof OutboundError)
      assert.equal(error.code, 'INVALID_CLIENT')
      assert.match(error.oauth?.description ?? '', /^AADSTS7000215: .*Correlation ID: 2/)
      assert.doesNotMatch(inspect([error, credential], { depth: 9, showHidden: true }), /canary/)
      return true
    })
  })

  // oxfmt-ignore
  const places: [authority: Authority, endpoint: string | undefined][] = [
    [{ tenant: 'contoso.onmicrosoft.com' },                                                      'https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token'],
    [{ tenant, cloud: 'us-government' },                                                         `https://login.microsoftonline.us/${tenant}/oauth2/v2.0/token`],
    [{ tenant, cloud: 'china' },                                                                 `https://login.partner.microsoftonline.cn/${tenant}/oauth2/v2.0/token`],
    [{ tenant, authorityHost: 'https://login.chinacloudapi.cn/' },                               `https://login.chinacloudapi.cn/${tenant}/oauth2/v2.0/token`],
    [{ tenant, authorityHost: 'https://login.microsoftonline.com.evil.com' },                    undefined],
    [{ tenant, authorityHost: 'https://login.microsoftonline.com@evil.com' },                    undefined],
    [{ tenant, authorityHost: 'https://evil.com/login.microsoftonline.com' },                    undefined],
    [{ tenant, authorityHost: 'http://login.microsoftonline.com' },                              undefined],
    [{ tenant, authorityHost: 'https://login.microsoftonline.com:8443' },                        undefined],
    [{ tenant, authorityHost: 'https://login.microsoftonline.com/x' },                           undefined],
    ...['../x', 'x/y', 'x?y', 'x#y', 'x%2fy', '..', '.', '', 'a b', 'a..b', 'x\\y', 'x@y'].map((one): [Authority, undefined] => [{ tenant: one }, undefined]),
  ]
  for (const [authority, endpoint] of places) {
    test(`OC-12 ${JSON.stringify(authority)} ${endpoint ? `is ${endpoint}` : 'is refused'}`, () => {
      if (endpoint) assert.equal(entraTokenEndpoint(authority), endpoint)
      else assert.throws(() => entraTokenEndpoint(authority), { code: 'CONFIG_INVALID' })
    })
  }

  for (const wrong of ['https://graph.microsoft.com/User.Read', '/.default', 'a/.default b/.default', '']) {
    test(`${JSON.stringify(wrong)} is no scope of a program`, () => {
      assert.throws(() => call({ method: 'secret', secret: 'x' }, { scope: wrong }), {
        code: 'CONFIG_INVALID',
      })
    })
  }

  describe('of wherever the program runs', () => {
    const pem = join(folder, 'own.pem')
    before(() => writeFileSync(pem, own.key + own.certificate))
    const base = () => ({
      AZURE_TENANT_ID: tenant,
      AZURE_CLIENT_ID: clientId,
      AZURE_AUTHORITY_HOST: it.origin,
    })
    const nobody = { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:9' }

    // oxfmt-ignore
    const found: [what: string, env: () => Record<string, string>, expected: string][] = [
      ['a secret',                           () => ({ ...base(), AZURE_CLIENT_SECRET: 'canary' }),                               'client_secret'],
      ['a certificate',                      () => ({ ...base(), AZURE_CLIENT_CERTIFICATE_PATH: pem }),                          'client_assertion'],
      ['a token of the platform',            () => ({ ...base(), AZURE_FEDERATED_TOKEN_FILE: pem }),                             'client_assertion'],
      ['a file that is not there',           () => ({ ...base(), AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'no') }),           'CONFIG_INVALID'],
      ['a host that is none of Entra',       () => ({ ...base(), AZURE_CLIENT_SECRET: 'x', AZURE_AUTHORITY_HOST: 'https://evil.com' }), 'CONFIG_INVALID'],
      ['nothing at all',                     () => nobody,                                                                       'CREDENTIAL_UNAVAILABLE'],
    ]
    for (const [what, env, expected] of found) {
      test(`${what}: ${expected}`, async () => {
        const send = authenticatedFetch(entraDefault({ scope, env: env() }), { origins: [it.origin] })
        const outcome = await send(`${it.origin}/api`).then(
          () => ['client_secret', 'client_assertion'].find((name) => it.state.forms[0]?.has(name)),
          ({ code }: OutboundError) => code,
        )
        assert.equal(outcome, expected)
      })
    }

    test('a secret that changes in the environment is used from then on', async () => {
      const env: Record<string, string> = { ...base(), AZURE_CLIENT_SECRET: 'one' }
      const send = authenticatedFetch(entraEnvironment({ scope, env }), { origins: [it.origin] })
      await send(`${it.origin}/api`)
      env['AZURE_CLIENT_SECRET'] = 'two'
      await send(`${it.origin}/api`)
      assert.deepEqual(
        it.state.forms.map((form) => form.get('client_secret')),
        ['one', 'two'],
      )
    })
  })
})

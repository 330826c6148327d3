import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { readConfig } from '../../src/config/load.ts'
import { providersOf } from '../../src/manager/providers.ts'
import { presets } from '../../src/presets/index.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { keyShapes } from './shapes.ts'
import { assertionShapes, personShapes, programShapes, type TokenShape } from './token-shapes.ts'

type Sent = { url: string; headers: Headers; body: string }

/** The provider as a file names it, over a network that answers as its documentation does and notes what it was sent. */
async function provider(fields: object, answer: unknown, env: Record<string, string> = {}) {
  const sent: Sent[] = []
  const network: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push({ url: request.url, headers: request.headers, body: await request.text() })
    return Response.json(answer)
  }
  const text = JSON.stringify({ version: '1', credentials: { p: fields } })
  const config = await readConfig(text, '/warder.outbound.json')
  const now = 1_800_000_000_000
  const out = await providersOf(config, {
    store: memoryStore(),
    env: { KEY: 'KEY', SECRET: 'a secret+1', ...env },
    fetch: network,
    clock: () => now,
  })
  return { out, sent, now }
}

const waysOf = (type: string) =>
  Object.entries(presets).flatMap(([name, { ways }]) => (Object.hasOwn(ways, type) ? [name] : []))

test('at least sixty providers are known, each with its own page and a shape for every way', () => {
  assert.ok(Object.keys(presets).length >= 60, `${Object.keys(presets).length}`)
  for (const [name, { docs }] of Object.entries(presets)) assert.match(docs, /^https:\/\//, name)
  const keys = [...waysOf('api-key'), ...waysOf('basic')]
  assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(keyShapes).toSorted())
  assert.deepEqual(waysOf('authorization-code').toSorted(), Object.keys(personShapes).toSorted())
  assert.deepEqual(waysOf('client-credentials').toSorted(), Object.keys(programShapes).toSorted())
  assert.deepEqual(waysOf('jwt-bearer').toSorted(), Object.keys(assertionShapes).toSorted())
  const tested = ['api-key', 'basic', 'authorization-code', 'client-credentials', 'jwt-bearer', 'sigv4']
  for (const [name, { ways }] of Object.entries(presets))
    assert.deepEqual(
      Object.keys(ways).filter((type) => !tested.includes(type)),
      [],
      name,
    )
})

describe('a request with a key is as the documentation shows it', () => {
  for (const [name, { path, url, field, beside, variables }] of Object.entries(keyShapes)) {
    test(name, async () => {
      const type = Object.hasOwn(presets[name]?.ways ?? {}, 'api-key') ? 'api-key' : 'basic'
      const secret = type === 'basic' ? { username: 'ada', password: 'env:KEY' } : { key: 'env:KEY' }
      const { out, sent } = await provider(
        { use: name, type, ...secret, ...(variables && { variables }) },
        {},
      )
      await out.fetch('p', path)
      assert.equal(sent[0]?.url, url)
      for (const line of [field, beside]) {
        const [header = '', value] = line?.split(': ', 2) ?? []
        if (line !== undefined) assert.equal(sent[0]?.headers.get(header), value)
      }
    })
  }

  test('s3', async () => {
    const fields = {
      use: 's3',
      region: 'eu-west-1',
      accessKeyId: 'AKID',
      secretAccessKey: 'env:KEY',
      variables: { region: 'eu-west-1' },
    }
    const { out, sent } = await provider(fields, {})
    await out.fetch('p', 'https://examplebucket.s3.eu-west-1.amazonaws.com/test.txt')
    assert.match(
      sent[0]?.headers.get('authorization') ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKID\/20270115\/eu-west-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    )
  })
})

/** The fields of a request, and how the client proved itself. */
function askedOf({ headers, body }: Sent, shape: TokenShape) {
  const fields = shape.json
    ? new Map(Object.entries(JSON.parse(body) as Record<string, string>))
    : new Map(new URLSearchParams(body))
  assert.equal(
    headers.get('content-type')?.split(';')[0],
    shape.json ? 'application/json' : 'application/x-www-form-urlencoded',
  )
  if (shape.method === 'post') assert.equal(fields.get('client_secret'), 'a secret+1')
  // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
  else assert.equal(headers.get('authorization'), `Basic ${btoa('client:a+secret%2B1')}`)
  return fields
}

const client = (shape: TokenShape) => ({
  clientId: 'client',
  auth: { clientSecret: 'env:SECRET', ...(shape.method && { method: shape.method }) },
  ...(shape.variables && { variables: shape.variables }),
})

describe('a sign-in of a person is as the documentation shows it', () => {
  for (const [name, shape] of Object.entries(personShapes)) {
    test(name, async () => {
      const fields = { use: name, type: 'authorization-code', scope: ['one', 'two'], ...client(shape) }
      const { out, sent, now } = await provider(fields, shape.answer)
      let shown = new URL('https://nowhere.example')
      const paste = () => {
        const back = new URL(shown.searchParams.get('redirect_uri') ?? '')
        back.searchParams.set('code', 'CODE')
        back.searchParams.set('state', shown.searchParams.get('state') ?? '')
        return Promise.resolve(back.href)
      }
      await out.signIn('p', {
        show: (address) => void (shown = new URL(address)),
        paste,
        prompt: () => undefined,
      })

      const expected = new URL(shape.authorize ?? '')
      assert.equal(shown.origin + shown.pathname, expected.origin + expected.pathname)
      for (const [field, value] of expected.searchParams) assert.equal(shown.searchParams.get(field), value)
      assert.equal(shown.searchParams.get('scope'), shape.scope ?? 'one two')
      assert.equal(shown.searchParams.get('code_challenge_method'), 'S256')
      assert.equal(shown.searchParams.get(name === 'tiktok' ? 'client_key' : 'client_id'), 'client')

      assert.equal(sent[0]?.url, shape.token)
      const asked = askedOf(sent[0] ?? assert.fail(), shape)
      assert.deepEqual([asked.get('grant_type'), asked.get('code')], ['authorization_code', 'CODE'])
      if (shape.method === 'post')
        assert.equal(asked.get(name === 'tiktok' ? 'client_key' : 'client_id'), 'client')

      const { value: status } = await out.status().next()
      assert.ok(status)
      assert.deepEqual([status.state, status.has_token], ['ready', true])
      assert.equal(status.expires_at, shape.life === undefined ? undefined : now + shape.life * 1000)
      await out.fetch('p', '/me')
      assert.equal(sent[1]?.headers.get('authorization'), 'Bearer TOKEN')
    })
  }
})

describe('a token for a program is as the documentation shows it', () => {
  for (const [name, shape] of Object.entries(programShapes)) {
    test(name, async () => {
      const { out, sent } = await provider(
        { use: name, type: 'client-credentials', ...client(shape) },
        shape.answer,
      )
      await out.fetch('p', '/me')
      assert.equal(sent[0]?.url, shape.token)
      const asked = askedOf(sent[0] ?? assert.fail(), shape)
      assert.deepEqual([asked.get('grant_type'), asked.get('scope')], ['client_credentials', shape.scope])
      assert.equal(sent[1]?.headers.get('authorization'), 'Bearer TOKEN')
    })
  }
})

describe('a token for an assertion is as the documentation shows it', () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  for (const [name, shape] of Object.entries(assertionShapes)) {
    test(name, async () => {
      const fields = {
        use: name,
        type: 'jwt-bearer',
        clientId: 'me@example.com',
        key: 'env:PEM',
        ...(shape.variables && { variables: shape.variables }),
      }
      const { out, sent } = await provider(fields, shape.answer, { PEM: String(pem) })
      await out.fetch('p', '/me')
      assert.equal(sent[0]?.url, shape.token)
      const asked = new URLSearchParams(sent[0]?.body)
      assert.equal(asked.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      const [, payload = ''] = asked.get('assertion')?.split('.') ?? []
      const { iss, aud } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string>
      assert.deepEqual([iss, aud], ['me@example.com', shape.aud])
      assert.equal(sent[1]?.headers.get('authorization'), 'Bearer TOKEN')
    })
  }
})

describe('an answer that is none is refused', () => {
  // oxfmt-ignore
  const refused: [provider: string, answer: unknown, code: string][] = [
    ['slack',      { ok: false, error: 'invalid_code' },                      'TOKEN_RESPONSE_INVALID'],
    ['slack-user', { ok: true, authed_user: { id: 'U1' } },                   'TOKEN_RESPONSE_INVALID'],
    ['github',     { error: 'bad_verification_code', error_description: 'x' }, 'TOKEN_RESPONSE_INVALID'],
    ['spotify',    { access_token: 'TOKEN' },                                 'TOKEN_RESPONSE_INVALID'],
    ['spotify',    { access_token: 'TOKEN', token_type: 'mac' },              'TOKEN_RESPONSE_INVALID'],
    ['linkedin',   { expires_in: 5 },                                         'TOKEN_RESPONSE_INVALID'],
  ]
  for (const [name, answer, code] of refused) {
    test(`of ${name}: ${JSON.stringify(answer)}`, async () => {
      const fields = {
        use: name,
        type: 'authorization-code',
        clientId: 'c',
        auth: { clientSecret: 'env:SECRET' },
      }
      const { out } = await provider(fields, answer)
      let shown = new URL('https://nowhere.example')
      const paste = () =>
        Promise.resolve(`http://127.0.0.1/callback?code=c&state=${shown.searchParams.get('state')}`)
      const show = (address: string) => void (shown = new URL(address))
      await assert.rejects(out.signIn('p', { show, paste, prompt: () => undefined }), { code })
    })
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import {
  fileStore,
  keepSecret,
  memoryStore,
  openStore,
  providersOf,
  readConfig,
  startProxy,
  type ProxyLine,
} from '../src/index.ts'
import { serve } from './support/provider.ts'
import { rawExchange } from './support/raw.ts'

const canary = 'canary-9f3b7c-of-the-places'
const token = 'client-token-of-thirty-two-characters'
const hidden = [
  canary,
  token,
  Buffer.from(`${canary}:`).toString('base64'),
  Buffer.from(`:${canary}`).toString('base64'),
]

const shown = (...what: unknown[]) =>
  what.map((one) => inspect(one, { depth: 12, showHidden: true, getters: true })).join('\n') +
  (JSON.stringify(what) ?? '')

function hides(...what: unknown[]): void {
  const text = shown(...what)
  for (const secret of hidden) {
    const at = text.indexOf(secret)
    assert.equal(at, -1, text.slice(Math.max(0, at - 300), at + 50))
  }
}

/** Every way that a secret comes into a configuration. */
const credentials = (origin: string) => `
  header:  { type: api-key, key: env:KEY, name: x-key, baseUrl: '${origin}' }
  query:   { type: api-key, key: env:KEY, in: query, baseUrl: '${origin}' }
  cookie:  { type: api-key, key: env:KEY, in: cookie, baseUrl: '${origin}' }
  user:    { type: api-key, key: env:KEY, in: basic-username, baseUrl: '${origin}' }
  pass:    { type: api-key, key: env:KEY, in: basic-password, baseUrl: '${origin}' }
  file:    { type: bearer, token: 'file:FOLDER/key', baseUrl: '${origin}' }
  kept:    { type: bearer, token: keyring:kept, baseUrl: '${origin}' }
  basic:   { type: basic, username: env:KEY, password: env:KEY, baseUrl: '${origin}' }
  machine: { type: client-credentials, tokenEndpoint: '${origin}/token', clientId: c, auth: { clientSecret: env:KEY }, baseUrl: '${origin}' }
  person:  { type: authorization-code, authorizationEndpoint: '${origin}/a', tokenEndpoint: '${origin}/token', clientId: c, auth: { clientSecret: env:KEY }, baseUrl: '${origin}' }
  signed:  { type: hmac, scheme: warder-hmac, key: env:KEY, keyId: k, baseUrl: '${origin}' }
  aws:     { type: sigv4, service: s3, region: eu-west-1, accessKeyId: AKIA1, secretAccessKey: env:KEY, sessionToken: env:KEY, baseUrl: '${origin}' }
`
const names = [...credentials('').matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name ?? '')

describe('no secret shows where credentials are described, kept and lent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outbound-'))
  let api: Awaited<ReturnType<typeof serve>>
  const env = { KEY: canary, TOKEN: token }
  before(async () => {
    writeFileSync(join(folder, 'key'), `${canary}\n`, { mode: 0o600 })
    api = await serve(({ url, headers }) => {
      if (url.startsWith('/token'))
        return { status: 400, body: { error: 'invalid_client', error_description: JSON.stringify(headers) } }
      if (url.startsWith('/refuses'))
        return {
          status: 401,
          headers: { 'www-authenticate': `Basic realm="${headers.authorization ?? ''}"` },
        }
      return { status: 500, body: { url, headers } }
    })
  })
  after(() => {
    api.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const config = (more = '') =>
    readConfig(
      `version: 1\ncredentials:${credentials(api.origin).replace('FOLDER', folder)}${more}`,
      '/x/warder.outbound.yaml',
    )
  const storeWithKey = async () => {
    const store = memoryStore()
    await keepSecret(store, 'kept', canary)
    return store
  }

  test('in a configuration, its providers, their states and their errors', async () => {
    const read = await config()
    const providers = await providersOf(read, { store: await storeWithKey(), env })
    const told: unknown[] = [read, providers]
    for (const name of names)
      for (const path of ['/fails', '/refuses', 'https://elsewhere.example/']) {
        const bound = await providers.bound(name)
        told.push(bound, bound.credential)
        await bound.call(path).catch((error: unknown) => told.push(error, (error as Error).stack))
      }
    for await (const one of providers.status()) told.push(one)
    hides(...told)
    const used = api.asked.filter(({ url, headers }) =>
      hidden.some((one) => (url + JSON.stringify(headers)).includes(one)),
    )
    assert.ok(used.length > 10, 'they were sent, to where they belong')
  })

  test('in what the proxy is, what it writes and what it refuses', async () => {
    const rule = (name: string) => `{ credential: ${name}, methods: [GET], paths: [/fails, /refuses] }`
    const clients = `proxy:\n  listen: 127.0.0.1:0\n  clients:\n    agent: { token: env:TOKEN, allow: [${names.map(rule).join(', ')}] }\n`
    const lines: ProxyLine[] = []
    const read = await config(clients)
    const proxy = await startProxy(read, {
      store: await storeWithKey(),
      env,
      audit: (line) => lines.push(line),
    })
    const told: unknown[] = [read, proxy]
    const headers = { authorization: `Bearer ${token}` }
    for (const name of names)
      for (const path of ['/fails', '/refuses', `/fails?key=${canary}`, '/other'])
        await (await fetch(`${proxy.url}/${name}${path}`, { headers })).arrayBuffer()
    await rawExchange(
      Number(new URL(proxy.url).port),
      `GET /x?token=${token} HTTP/1.1\nHost: x\nAuthorization: Bearer ${token}\n\n`,
    )
    assert.ok(lines.length > names.length * 3)
    hides(...told, ...lines)
    await proxy.close()
  })

  test('in a store, and in its files', async () => {
    const place = join(folder, 'store')
    const key = Buffer.from(canary.padEnd(32, 'x').slice(0, 32))
    const plain = fileStore({ folder: place, key })
    const opened = await openStore({
      service: 'test',
      folder: join(folder, 'opened'),
      backend: 'file',
      passphrase: canary,
      env: {},
    })
    for (const store of [plain, opened]) await store.set('ada', { kind: 'test', data: { token: canary } })
    const other = fileStore({ folder: place, key: Buffer.alloc(32) })
    const error: unknown = await other.get('ada').catch((thrown: unknown) => thrown)
    hides(plain, opened, error)
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (file.isFile() && file.name !== 'key')
        assert.ok(!readFileSync(join(file.parentPath, file.name), 'latin1').includes(canary), file.name)
  })
})

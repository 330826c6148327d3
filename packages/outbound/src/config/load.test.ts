import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OutboundError } from '../errors.ts'
import { readConfig } from './load.ts'

const read = (text: string, file = '/x/warder.outbound.yaml') => readConfig(text, file)

const head = 'version: 1\ncredentials:\n'
const one = (line: string) => `${head}  api: { ${line}, baseUrl: 'https://api.example.com' }\n`

async function messageOf(text: string, file?: string): Promise<string> {
  try {
    await read(text, file)
  } catch (error) {
    const { code, message } = error as OutboundError // what it throws, which is looked at next
    assert.equal(code, 'CONFIG_INVALID')
    return message
  }
  return 'nothing is wrong'
}

test('a configuration of every type is read', async () => {
  const { definitions } = await read(`
version: 1
store: { backend: auto, fallback: passphrase }
credentials:
  openai:  { type: api-key, key: keyring:openai, in: header, name: Authorization, prefix: Bearer, baseUrl: https://api.openai.com/v1 }
  github:  { use: github, type: authorization-code, clientId: env:GH_ID, scope: [repo, read:user] }
  orders:  { type: client-credentials, issuer: https://idp.acme.com, clientId: acme, auth: { privateKeyJwt: file:/run/k.pem }, origins: [https://orders.acme.com] }
  plain:   { type: basic, username: ada, password: env:PW, baseUrl: https://a.example }
  bearer:  { type: bearer, token: env:T, baseUrl: https://a.example }
  hooks:   { type: standard-webhook, secrets: [env:W], origins: https://hooks.example }
  signed:  { type: hmac, scheme: warder-hmac, key: env:K, keyId: k1, origins: ['https://*.example.com'] }
  own:     { type: hmac, template: { algorithm: sha256, message: '{body}', headers: { x-sig: '{signature}' } }, key: env:K, origins: [https://a.example] }
  jwt:     { type: jwt-bearer, tokenEndpoint: https://a.example/token, clientId: c, key: env:K, alg: RS256, aud: x, origins: [https://a.example] }
  self:    { type: self-signed-jwt, key: env:K, alg: EdDSA, claims: { iss: me }, ttl: 60, origins: [https://a.example] }
  login:   { type: exchange, request: { url: https://a.example/login, body: { user: ada, password: env:PW } }, token: /data/token, expiresIn: /ttl, origins: [https://a.example] }
  swap:    { type: token-exchange, tokenEndpoint: https://a.example/token, clientId: c, subject: { type: bearer, token: env:T }, origins: [https://a.example] }
  device:  { type: device-code, issuer: https://a.example, clientId: c, origins: [https://a.example] }
  s3:      { type: sigv4, service: s3, region: eu-west-1, accessKeyId: env:A, secretAccessKey: env:B, origins: ['https://*.s3.eu-west-1.amazonaws.com'] }
  multi:   { type: sigv4a, service: s3, regions: ['*'], credentials: { profile: default }, origins: ['https://*.mrap.accesspoint.s3-global.amazonaws.com'] }
  graph:   { type: entra, tenant: env:TENANT, clientId: env:APP, with: { managedIdentity: system }, scope: [https://graph.microsoft.com/.default], origins: [https://graph.microsoft.com] }
  partner: { type: all, of: [ {type: api-key, key: env:PK, name: x-key}, {type: http-signature, keyId: k1, alg: ed25519, key: file:/run/ed.pem} ], origins: [https://api.partner.com] }
  either:  { type: first-available, of: [ {type: bearer, token: env:T}, {type: bearer, token: file:t} ], origins: [https://a.example] }
proxy: { listen: '127.0.0.1:8787', clients: { agent1: { token: keyring:agent1, allow: [ {credential: github, methods: [GET], paths: [/repos/**]} ] } } }
`)
  assert.equal(definitions.size, 18)
  assert.deepEqual(definitions.get('github')?.described.type, 'authorization-code')
  assert.equal(definitions.get('github')?.binding.baseUrl, 'https://api.github.com')
})

describe('a problem has its file, line, column and field', () => {
  // oxfmt-ignore
  const problems: [what: string, text: string, says: string][] = [
    ['a secret that stands in the file', one('type: bearer, token: canary-4711'),
      'warder.outbound.yaml:3:31: credentials.api.token holds the secret itself. Write env:NAME, file:PATH or keyring:NAME, and replace the secret.'],
    ['a secret in a list', `${head}  h:\n    type: standard-webhook\n    origins: https://a.example\n    secrets:\n      - env:A\n      - canary-4711\n`,
      'warder.outbound.yaml:8:9: credentials.h.secrets[1] holds the secret itself. Write env:NAME, file:PATH or keyring:NAME, and replace the secret.'],
    ['an unknown key', one('type: bearer, tokn: env:A'),
      'warder.outbound.yaml:3:8: credentials.api.token is missing. Add it.\nwarder.outbound.yaml:3:24: credentials.api.tokn is unknown. Did you mean token.'],
    ['an unknown key at the top', `${head}  a: { use: openai, key: env:A }\ncredential: {}\n`,
      'warder.outbound.yaml:4:1: credential is unknown. Did you mean credentials.'],
    ['an unknown provider', `${head}  a: { use: opnai, key: env:A }\n`,
      'warder.outbound.yaml:3:13: credentials.a.use is no provider that is known. Known:'],
    ['an unknown type', one('type: magic'), 'warder.outbound.yaml:3:10: credentials.api.type is none of the types. Write api-key,'],
    ['no type', one('key: env:A'), 'warder.outbound.yaml:3:8: credentials.api.type is missing.'],
    ['nowhere to go', `${head}  a: { type: bearer, token: env:A }\n`, 'warder.outbound.yaml:3:6: credentials.a may go nowhere. Add baseUrl,'],
    ['an address that is none', `${head}  a: { type: bearer, token: env:A, baseUrl: api.example.com }\n`,
      'warder.outbound.yaml:3:45: credentials.a.baseUrl is no address.'],
    ['a number that is none', one('type: bearer, token: env:A, timeoutMs: 0x10'), 'warder.outbound.yaml:3:49: credentials.api.timeoutMs is no such number.'],
    ['a list in place of a value', one('type: bearer, token: [env:A]'), 'warder.outbound.yaml:3:31: credentials.api.token is no plain value.'],
    ['a variable that nobody wrote out', `${head}  a: { use: shopify, key: env:A, variables: { shop: x } }\n`,
      'warder.outbound.yaml:3:8: credentials.a.baseUrl has the variable {version}. Write variables: { version: … }.'],
    ['a variable of the environment with no name', one('type: bearer, token: "env:A B"'), 'credentials.api.token names no variable.'],
    ['a newer form', 'version: 2\ncredentials: {}\n', 'warder.outbound.yaml:1:10: version is none that this program knows.'],
    ['no version', 'credentials: {}\n', 'warder.outbound.yaml:1:1: version is missing.'],
    ['an empty file', '', 'warder.outbound.yaml:1:1: the file holds no names and values.'],
    ['a name with a slash', `${head}  a/b: { use: openai, key: env:A }\n`, 'warder.outbound.yaml:3:8: credentials.a/b is no name.'],
    ['an address within another credential', `${head}  a: { type: all, origins: https://a.example, of: [{ type: bearer, token: env:A, baseUrl: https://b.example }] }\n`,
      'credentials.a.of[0].baseUrl has no meaning here. Set it outside.'],
    ['a proxy that allows what is not there', `${head}  a: { use: openai, key: env:A }\nproxy: { clients: { c: { token: env:T, allow: [{ credential: b, methods: GET, paths: / }] } } }\n`,
      'proxy.clients.c.allow[0].credential names no credential of this file.'],
    // OC-16
    ['OC-16 a doubled key', one('type: bearer, token: env:A, token: env:B'), 'warder.outbound.yaml:3:38: the file names a key a second time.'],
    ['OC-16 a tag', one('type: bearer, token: !!js/function env:A'), 'is not YAML (TAG_RESOLVE_FAILED)'],
    ['OC-16 a tag of ours', one('type: bearer, token: !mine env:A'), 'TAG_RESOLVE_FAILED'],
    ['OC-16 an alias', `${head}  a: &a { use: openai, key: env:A }\n  b: *a\n`, 'credentials.b repeats another part'],
    ['OC-16 an anchor alone', `${head}  a: &a { use: openai, key: env:A }\n`, 'credentials.a has an anchor'],
    ['OC-16 laughs that would be a million', `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`, 'has an anchor'],
    ['OC-16 a tab for a space', 'version: 1\ncredentials:\n\ta: {}\n', 'is not YAML'],
    ['OC-16 a no that is a text', one('type: exchange, request: { url: https://a.example, form: no }, token: /t'), 'credentials.api.request.form is neither. Write true or false.'],
    ['OC-16 a second document', 'version: 1\ncredentials: {}\n---\nversion: 1\n', 'is not YAML'],
  ]
  for (const [what, text, says] of problems) {
    test(what, async () => {
      const message = await messageOf(text)
      assert.ok(message.includes(says), message)
      assert.ok(!message.includes('canary'), message)
    })
  }

  test('all of them at once', async () => {
    const message = await messageOf(`${head}  a: { use: openai, key: canary }\n  b: { use: opnai }\n`)
    assert.equal(message.split('\n').length, 2)
  })

  test('also in JSON, which has to be JSON', async () => {
    const file = '/x/warder.outbound.json'
    const text = '{\n  "version": 1,\n  "credentials": { "a": { "use": "openai", "key": "canary" } }\n}\n'
    assert.match(
      await messageOf(text, file),
      /^warder\.outbound\.json:3:\d+: credentials\.a\.key holds the secret itself/,
    )
    assert.match(
      await messageOf(`${head}  a: { use: openai, key: env:A }\n`, file),
      /YAML in a file whose name says JSON/,
    )
    const good = text.replace('canary', 'env:A')
    assert.equal((await read(good, file)).definitions.size, 1)
  })
})

test('what a file says stands over what a provider is known for, and headers are put together', async () => {
  const text = `${head}  a: { use: anthropic, key: env:A, baseUrl: 'https://gateway.example/v1', headers: { x-team: core } }\n`
  const { definitions } = await read(text)
  const { binding, described } = definitions.get('a') ?? assert.fail()
  assert.equal(binding.baseUrl, 'https://gateway.example/v1')
  assert.deepEqual(binding.headers, { 'anthropic-version': '2023-06-01', 'x-team': 'core' })
  assert.equal(described.type === 'api-key' && described.name, 'x-api-key')
})

test('0123, no, 1e3 and null in quotes mean themselves', async () => {
  const text = one('type: api-key, key: env:A, headers: { a: 0123, b: no, c: 1e3, d: "null" }')
  const { definitions } = await read(text)
  assert.deepEqual(definitions.get('api')?.binding.headers, { a: '0123', b: 'no', c: '1e3', d: 'null' })
})

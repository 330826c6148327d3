import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { only, warder, type Ended } from './child.ts'

const folder = tempDir()
after(() => folder.drop())

const env = {
  WARDER_ISSUER: 'https://id.example',
  WARDER_SECRET: Buffer.alloc(32, 7).toString('base64url'),
}
const provider = (args: readonly string[], stdin?: string): Promise<Ended> =>
  warder(['vault', 'provider', ...args, '--json', '--data', folder.path], {
    env,
    ...(stdin !== undefined && { stdin }),
  })

type Listed = {
  items: {
    name: string
    kind: string
    origins: string[]
    sign_in?: { client_id: string; redirect_uri: string }
  }[]
}

before(async () => {
  assert.equal((await warder(['migrate', '--data', folder.path], { env })).code, 0)
})

test('a service where people sign in needs a client, whose secret is read from standard input', async () => {
  const secret = 'canary-4711'
  const put = await provider(
    ['put', 'github', '--client-id', 'Iv1.4f1c', '--client-secret-stdin', '--scope', 'repo'],
    secret,
  )
  assert.equal(put.code, 0, put.stderr)
  assert.ok(!put.stdout.includes(secret))
  const { code, stderr } = await provider(['put', 'gitlab'])
  assert.equal(code, 1)
  assert.match(stderr, /which client we are at gitlab/)
})

test('a service whose key people type in needs none, by its name or by its origin', async () => {
  for (const args of [
    ['put', 'openai'],
    [
      'put',
      'forecast',
      '--kind',
      'api_key',
      '--origin',
      'https://api.forecast.example',
      '--key-in',
      'query',
      '--key-name',
      'appid',
      '--hand-over',
    ],
    ['put', 'archive', '--kind', 'basic', '--origin', 'https://archive.example'],
  ]) {
    const { code, stderr } = await provider(args)
    assert.equal(code, 0, stderr)
  }
  const { items } = only<Listed>(await provider(['list']))
  assert.deepEqual(
    items.map(({ name, kind, origins }) => [name, kind, origins]),
    [
      ['archive', 'basic', ['https://archive.example']],
      ['forecast', 'api_key', ['https://api.forecast.example']],
      ['github', 'oauth', ['https://api.github.com']],
      ['openai', 'api_key', ['https://api.openai.com']],
    ],
  )
  assert.equal(items[2]?.sign_in?.redirect_uri, 'https://id.example/vault/callback/github')
})

// oxfmt-ignore
const wrong: [what: string, args: string[], exit: number, says: RegExp][] = [
  ['a kind that is none',                 ['put', 'x', '--kind', 'saml'],                                         2, /Allowed choices are oauth, api_key, basic/],
  ['an origin without https',             ['put', 'x', '--kind', 'basic', '--origin', 'http://archive.example'],  1, /is no origin/],
  ['no origin',                           ['put', 'x', '--kind', 'basic'],                                        1, /origins/],
  ['a client where people type',          ['put', 'openai', '--client-id', 'c'],                                  1, /there is no client/],
  ['an address where people type',        ['put', 'openai', '--token-endpoint', 'https://a.example/'],            1, /token_endpoint/],
  ['another kind than people connected by', ['put', 'openai', '--kind', 'basic', '--origin', 'https://a.example'], 1, /Remove it first/],
]
for (const [what, args, exit, says] of wrong) {
  test(`a service with ${what} is refused`, async () => {
    const { code, stderr } = await provider(args)
    assert.equal(code, exit, stderr)
    assert.match(stderr, says)
  })
}

test('removing says how many it took back', async () => {
  const removed = only<{ name: string; connections: number; given_back: number }>(
    await provider(['remove', 'github', '--yes']),
  )
  assert.deepEqual(removed, { name: 'github', connections: 0, given_back: 0 })
})

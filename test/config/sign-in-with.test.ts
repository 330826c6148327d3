import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { config, files, lines, load } from './support.ts'

const tenant = 'AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee'
const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const key = pem('P-256')

const google = { WARDER_GOOGLE_CLIENT_ID: 'g.apps', WARDER_GOOGLE_CLIENT_SECRET: 'a secret' }
const apple = {
  WARDER_APPLE_CLIENT_ID: 'com.example.id',
  WARDER_APPLE_TEAM_ID: 'ABCDE12345',
  WARDER_APPLE_KEY_ID: 'FGHIJ67890',
  WARDER_APPLE_PRIVATE_KEY: key,
}
const microsoft = {
  WARDER_MICROSOFT_CLIENT_ID: 'm',
  WARDER_MICROSOFT_CLIENT_SECRET: 's',
  WARDER_MICROSOFT_TENANTS: `${tenant}, consumers`,
}
const openid = {
  WARDER_OPENID_ISSUERS: 'acme=https://login.acme.example/ our-own=http://localhost:4000',
  WARDER_OPENID_CLIENTS: 'acme=warder:s%3Ae%2Cc our-own=public',
}

describe('where people may sign in', () => {
  test('nowhere, where nothing is set', async () => {
    assert.deepEqual((await config()).sign_in_with, [])
  })

  test('at each provider that is set up, by the environment', async () => {
    const env = { ...google, ...microsoft, ...apple, ...openid, WARDER_GOOGLE_DOMAINS: 'Acme.example' }
    const github = { WARDER_GITHUB_CLIENT_ID: 'h', WARDER_GITHUB_CLIENT_SECRET: 's' }
    const { sign_in_with } = await config({ env: { ...env, ...github } })
    const told = sign_in_with.map(({ native_client_ids: _, ...provider }) =>
      provider.kind === 'apple'
        ? { ...provider, private_key: provider.private_key.asymmetricKeyType }
        : provider,
    )
    assert.deepEqual(told, [
      {
        name: 'google',
        title: 'Google',
        kind: 'openid',
        issuer: 'https://accounts.google.com',
        client_id: 'g.apps',
        client_secret: 'a secret',
        domains: ['acme.example'],
      },
      {
        name: 'microsoft',
        title: 'Microsoft',
        kind: 'microsoft',
        client_id: 'm',
        client_secret: 's',
        authority: 'https://login.microsoftonline.com',
        tenants: [tenant.toLowerCase(), '9188040d-6c67-4c5b-b112-36a304b66dad'],
      },
      {
        name: 'apple',
        title: 'Apple',
        kind: 'apple',
        issuer: 'https://appleid.apple.com',
        client_id: 'com.example.id',
        team_id: 'ABCDE12345',
        key_id: 'FGHIJ67890',
        private_key: 'ec',
      },
      {
        name: 'github',
        title: 'GitHub',
        kind: 'github',
        client_id: 'h',
        client_secret: 's',
        origin: 'https://github.com',
      },
      {
        name: 'acme',
        title: 'Acme',
        kind: 'openid',
        issuer: 'https://login.acme.example/',
        client_id: 'warder',
        client_secret: 's:e,c',
        domains: [],
      },
      {
        name: 'our-own',
        title: 'Our Own',
        kind: 'openid',
        issuer: 'http://localhost:4000',
        client_id: 'public',
        client_secret: undefined,
        domains: [],
      },
    ])
  })

  test('by a file too, with secrets in files of their own', async () => {
    const yaml = `sign_in_with:
  google:
    client_id: g.apps
    native_client_ids: [ios, android]
  openid:
    issuers:
      - acme=https://login.acme.example
    clients: acme=warder:secret
`
    const env = {
      WARDER_CONFIG: '/warder.yaml',
      WARDER_GOOGLE_CLIENT_SECRET_FILE: '/run/google',
      ...apple,
      WARDER_APPLE_PRIVATE_KEY: '',
      WARDER_APPLE_PRIVATE_KEY_FILE: '/run/apple.p8',
    }
    const given = files({ '/warder.yaml': yaml, '/run/google': 'a secret\n', '/run/apple.p8': key })
    const { sign_in_with } = await config({ env, files: given })
    assert.deepEqual(
      sign_in_with.map(({ name, native_client_ids }) => [name, native_client_ids]),
      [
        ['google', ['ios', 'android']],
        ['apple', []],
        ['acme', []],
      ],
    )
  })

  test('the key of Apple may be one line', async () => {
    const one = { ...apple, WARDER_APPLE_PRIVATE_KEY: key.trim().replaceAll('\n', '\\n') }
    assert.equal((await config({ env: one })).sign_in_with.length, 1)
  })

  test('a start tells what to register there, and calls nobody', async () => {
    const loaded = await load({ env: { ...google, WARDER_ISSUER: 'https://id.example' } })
    assert.ok(loaded.ok)
    assert.ok(
      loaded.report.includes(
        'People may sign in with Google, where https://id.example/auth/oauth/google/callback has to be registered',
      ),
    )
  })

  // oxfmt-ignore
  const wrong: [what: string, env: Record<string, string>, problems: RegExp[]][] = [
    ['a client without its secret',      { WARDER_GOOGLE_CLIENT_ID: 'g' },                          [/^sign_in_with\.google\.client_secret is needed by sign_in_with\.google\.client_id/]],
    ['Microsoft for nobody',             { ...microsoft, WARDER_MICROSOFT_TENANTS: '' },            [/^sign_in_with\.microsoft\.tenants is needed by/]],
    ['Apple by half',                    { WARDER_APPLE_TEAM_ID: 'ABCDE12345', WARDER_APPLE_KEY_ID: 'FGHIJ67890' }, [/^sign_in_with\.apple\.client_id is needed/, /^sign_in_with\.apple\.private_key is needed/]],
    ['a directory by its name',          { ...microsoft, WARDER_MICROSOFT_TENANTS: 'acme.example' }, [/WARDER_MICROSOFT_TENANTS entry 1 is no tenant/]],
    ['a key of another curve',           { ...apple, WARDER_APPLE_PRIVATE_KEY: pem('P-384') },      [/WARDER_APPLE_PRIVATE_KEY is a key of another kind/]],
    ['no key',                           { ...apple, WARDER_APPLE_PRIVATE_KEY: 'AuthKey.p8' },      [/WARDER_APPLE_PRIVATE_KEY is no private key/]],
    ['an issuer without a client',       { WARDER_OPENID_ISSUERS: 'acme=https://a.example' },       [/^sign_in_with\.openid\.clients says nothing about acme/]],
    ['a client without an issuer',       { WARDER_OPENID_CLIENTS: 'acme=warder:secret' },           [/^sign_in_with\.openid\.issuers says nothing about acme/]],
    ['two issuers of one name',          { WARDER_OPENID_ISSUERS: 'a=https://a.example a=https://b.example', WARDER_OPENID_CLIENTS: 'a=w:s' }, [/^sign_in_with\.openid\.issuers names a twice/]],
    ['an issuer that is called google',  { WARDER_OPENID_ISSUERS: 'google=https://a.example' },     [/WARDER_OPENID_ISSUERS entry 1 is called google/]],
    ['an issuer by plain http',          { WARDER_OPENID_ISSUERS: 'acme=http://a.example' },        [/WARDER_OPENID_ISSUERS entry 1 is not https/]],
    ['an issuer with a query',           { WARDER_OPENID_ISSUERS: 'acme=https://a.example?b' },     [/WARDER_OPENID_ISSUERS entry 1 names no issuer/]],
    ['an issuer without a name',         { WARDER_OPENID_ISSUERS: 'https://a.example' },            [/WARDER_OPENID_ISSUERS entry 1 has no name/]],
    ['GitHub by plain http',             { WARDER_GITHUB_ORIGIN: 'http://github.example' },         [/WARDER_GITHUB_ORIGIN is not https/]],
  ]
  for (const [what, env, problems] of wrong)
    test(`${what} stops the start, and no secret is repeated`, async () => {
      const told = lines(await load({ env }))
      assert.equal(told.length, problems.length, told.join('\n'))
      for (const problem of problems)
        assert.ok(
          told.some((line) => problem.test(line)),
          told.join('\n'),
        )
      assert.doesNotMatch(told.join('\n'), /PRIVATE KEY-|warder:secret|a secret/)
    })
})

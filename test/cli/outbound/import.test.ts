import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { after, beforeEach, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only } from '../child.ts'
import { failed, homeIn } from './world.ts'

type Told = { items: { name: string; added: boolean }[] }

describe('what other programs have is taken over', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  beforeEach(() => {
    home.write('warder.outbound.yaml', 'version: 1\nstore: { backend: file }\ncredentials: {}\n')
  })
  after(() => folder.drop())

  async function taken(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
    const { items } = only<Told>(await home.run(['import', ...args, '--json'], env))
    assert.ok(items.every(({ added }) => added))
    const config = home.read('warder.outbound.yaml')
    assert.doesNotMatch(config + home.stored(), /canary/)
    assert.equal((await home.run(['config', 'check'])).code, 0)
    return config
  }
  const tokenOf = async (name: string) => (await home.run(['token', name])).stdout.trim()

  test('the tokens of gh, from its file and from the program itself', async () => {
    home.write(
      '.config/gh/hosts.yml',
      'github.com:\n  user: ada\n  oauth_token: canary-gh\nghe.example.com:\n  user: ada\n',
    )
    home.write('bin/gh', '#!/bin/sh\n[ "$*" = "auth token --hostname ghe.example.com" ] && echo canary-ghe\n')
    chmodSync(home.path('bin/gh'), 0o755)
    const path = { PATH: `${home.path('bin')}:${process.env['PATH']}` }
    const config = await taken(['gh'], path)
    assert.match(config, /baseUrl: https:\/\/ghe\.example\.com\/api\/v3/)
    assert.equal(await tokenOf('github'), 'canary-gh')
    assert.equal(await tokenOf('github-ghe-example-com'), 'canary-ghe')
  })

  test('a profile of AWS, whose keys stay where they are', async () => {
    home.write('.aws/config', '[profile work]\nregion = eu-west-1\n')
    home.write('.aws/credentials', '[work]\naws_access_key_id = AKWORK\naws_secret_access_key = canary-aws\n')
    const config = await taken(['aws', '--profile', 'work'])
    assert.match(config, /profile: work/)
    const { stdout } = await home.run(['sign', 's3-work', '/x'])
    assert.match(stdout, /Credential=AKWORK\/\d{8}\/eu-west-1\/s3\/aws4_request/)
    assert.equal(failed(await home.run(['import', 'aws', '--profile', 'other', '--json'])).code, 'not_found')
  })

  test('the sign-in of az', async () => {
    home.write(
      '.azure/azureProfile.json',
      `\uFEFF${JSON.stringify({ subscriptions: [{ tenantId: 'other' }, { tenantId: 'acme', isDefault: true }] })}`,
    )
    home.write(
      '.azure/msal_token_cache.json',
      JSON.stringify({ RefreshToken: { a: { secret: 'canary-az', client_id: 'cli' } } }),
    )
    assert.match(
      await taken(['az']),
      /tokenEndpoint: https:\/\/login\.microsoftonline\.com\/acme\/oauth2\/v2\.0\/token/,
    )
    const { items } = only<{ items: { state: string }[] }>(await home.run(['status', 'azure', '--json']))
    // There is no token yet, and what gets one.
    assert.equal(items[0]?.state, 'expired')
  })

  const azureProfile = (user: object, more: object = {}) =>
    home.write(
      '.azure/azureProfile.json',
      JSON.stringify({ subscriptions: [{ tenantId: 'acme', isDefault: true, user, ...more }] }),
    )

  test('of several people in az the one whose subscription is used, in the part of Azure that it is in', async () => {
    azureProfile({ name: 'Bob@acme.example', type: 'user' }, { environmentName: 'AzureUSGovernment' })
    const token = (person: string) => ({
      secret: `canary-${person}`,
      client_id: 'cli',
      home_account_id: `${person}.acme`,
    })
    const account = (person: string) => ({
      username: `${person}@acme.example`,
      home_account_id: `${person}.acme`,
    })
    const cache = (people: readonly string[]) =>
      home.write(
        '.azure/msal_token_cache.json',
        JSON.stringify({
          RefreshToken: Object.fromEntries(['ada', 'bob'].map((person) => [person, token(person)])),
          Account: Object.fromEntries(people.map((person) => [person, account(person)])),
        }),
      )
    cache(['ada', 'bob'])
    const config = await taken(['az'])
    assert.match(config, /tokenEndpoint: https:\/\/login\.microsoftonline\.us\/acme\//)
    assert.match(config, /baseUrl: https:\/\/management\.usgovcloudapi\.net/)
    cache(['ada'])
    assert.equal(failed(await home.run(['import', 'az', '--json'])).code, 'not_found')
  })

  test('an application in az, by its secret or its certificate', async () => {
    azureProfile({ name: 'app-1', type: 'servicePrincipal' })
    const entries = (own: object) =>
      home.write(
        '.azure/service_principal_entries.json',
        JSON.stringify([
          { client_id: 'app-1', tenant: 'other', client_secret: 'canary-other' },
          { client_id: 'app-1', tenant: 'acme', ...own },
        ]),
      )
    entries({ client_secret: 'canary-application' })
    assert.match(
      await taken(['az']),
      /type: entra\n\s+tenant: acme\n\s+clientId: app-1\n\s+with:\n\s+secret: keyring:azure/,
    )
    home.write('warder.outbound.yaml', 'version: 1\nstore: { backend: file }\ncredentials: {}\n')
    entries({ certificate: '/etc/azure/app.pem', use_cert_sn_issuer: true })
    assert.match(await taken(['az']), /certificate: file:\/etc\/azure\/app\.pem\n\s+sendChain: "true"/)
  })

  for (const [said, becomes] of [
    ['MSI', /managedIdentity: system/],
    ['MSIClient-66666666-7777', /managedIdentity: 66666666-7777\n\s+identityBy: client-id/],
    ['MSIResource-/subscriptions/s/x', /managedIdentity: \/subscriptions\/s\/x\n\s+identityBy: resource-id/],
  ] as const) {
    test(`the identity of the machine in az: ${said}`, async () => {
      azureProfile({ name: 'systemAssignedIdentity', type: 'servicePrincipal', assignedIdentityInfo: said })
      assert.match(await taken(['az']), becomes)
    })
  }

  test('the default credentials of gcloud: of a person, and of a service account', async () => {
    const file = '.config/gcloud/application_default_credentials.json'
    home.write(
      file,
      JSON.stringify({
        type: 'authorized_user',
        client_id: 'c',
        client_secret: 'canary-cs',
        refresh_token: 'canary-rt',
      }),
    )
    assert.match(await taken(['gcloud']), /type: authorization-code/)
    home.write('warder.outbound.yaml', 'version: 1\nstore: { backend: file }\ncredentials: {}\n')
    home.write(
      file,
      JSON.stringify({
        type: 'service_account',
        client_email: 'robot@example.com',
        private_key: 'canary-pem',
        private_key_id: 'k1',
      }),
    )
    assert.match(await taken(['gcloud']), /clientId: robot@example\.com/)
  })

  test('names and passwords of netrc, without the default and macros', async () => {
    home.write(
      '.netrc',
      'machine api.example.com login ada password canary-netrc\nmacdef init\nmachine evil.example login x password y\n\ndefault login anonymous password me\n',
    )
    const config = await taken(['netrc'])
    assert.match(config, /username: ada/)
    assert.doesNotMatch(config, /evil|anonymous/)
    const { stdout } = await home.run(['token', 'api-example-com', '--as-header'])
    assert.equal(stdout.trim(), `authorization: Basic ${btoa('ada:canary-netrc')}`)
  })

  test('keys in the environment, named and not copied', async () => {
    const env = { OPENAI_API_KEY: 'canary-openai', GITHUB_TOKEN: 'canary-1', GH_TOKEN: 'canary-2' }
    const config = await taken(['env'], env)
    assert.match(config, /key: env:OPENAI_API_KEY/)
    assert.match(config, /key: env:GITHUB_TOKEN/)
    const again = only<Told>(await home.run(['import', 'env', '--json'], env))
    assert.ok(again.items.every(({ added }) => !added))
    assert.equal(home.read('warder.outbound.yaml'), config)
  })

  test('what is not there is said to be that', async () => {
    for (const from of ['netrc', 'gcloud', 'az', 'gh']) {
      const said = failed(await home.run(['import', from, '--json'], { HOME: home.path('nobody') }))
      assert.deepEqual([said.exit, said.code], [1, 'not_found'], from)
    }
    assert.equal(failed(await home.run(['import', 'lastpass', '--json'])).exit, 2)
  })
})

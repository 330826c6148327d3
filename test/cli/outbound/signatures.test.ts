import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only } from '../child.ts'
import { failed, homeIn } from './world.ts'

type Signed = { url: string; headers: Record<string, string>; explained: { what: string; text: string }[] }

describe('signatures on the command line', () => {
  const folder = tempDir()
  const home = homeIn(folder.path)
  const env = {
    SECRET: 'canary-secret-of-aws',
    SESSION: 'canary-session-of-aws',
    KEY: 'canary-shared-key-for-hmac',
  }
  before(() =>
    home.config(`  s3: { use: s3, region: eu-west-1, accessKeyId: AKID, secretAccessKey: env:SECRET, sessionToken: env:SESSION, variables: { region: eu-west-1 } }
  here: { use: s3, region: eu-west-1, credentials: { from: environment }, variables: { region: eu-west-1 } }
  partner: { type: hmac, scheme: warder-hmac, key: env:KEY, keyId: k1, baseUrl: 'https://api.example.com' }
  both: { type: all, of: [{ type: bearer, token: env:KEY }, { type: hmac, scheme: warder-hmac, key: env:KEY }], baseUrl: 'https://api.example.com' }
  query: { type: api-key, in: query, key: env:KEY, baseUrl: 'https://api.example.com' }
  plain: { type: bearer, token: env:KEY, baseUrl: 'https://api.example.com' }`),
  )
  after(() => folder.drop())

  test('sign shows what goes out and what was signed, without the secrets', async () => {
    const { headers, explained } = only<Signed>(
      await home.run(['sign', 's3', '/bucket/key', '--explain', '--json'], env),
    )
    assert.match(headers['authorization'] ?? '', /^AWS4-HMAC-SHA256 Credential=AKID\//)
    assert.equal(headers['x-amz-security-token'], '[redacted]')
    assert.deepEqual(
      explained.map(({ what }) => what),
      ['canonical request', 'string to sign'],
    )
    assert.match(explained[0]?.text ?? '', /^GET\n\/bucket\/key\n[^]*x-amz-security-token:\[redacted\]/)

    const hmac = await home.run(['sign', 'partner', '/orders', '-d', '{"a":1}', '--explain'], env)
    assert.match(hmac.stdout, /--- message\nhmac-sha256\nPOST\napi\.example\.com\n\/orders\n/)
    assert.match(hmac.stdout, /x-signature: [0-9a-f]{64}/)
    const both = only<Signed>(await home.run(['sign', 'both', '/x', '--json'], env))
    assert.equal(both.headers['authorization'], '[redacted]')
    const query = only<Signed>(await home.run(['sign', 'query', '/x', '--json'], env))
    assert.equal(query.url, 'https://api.example.com/x?key=[redacted]')
    for (const name of ['s3', 'partner', 'both', 'query'])
      assert.doesNotMatch((await home.run(['sign', name, '/x', '--explain'], env)).stdout, /canary/)
  })

  test('sign --show shows them', async () => {
    const { headers } = only<Signed>(await home.run(['sign', 'both', '/x', '--show', '--json'], env))
    assert.equal(headers['authorization'], `Bearer ${env.KEY}`)
  })

  test('presign gives an address that is good for as long as it says', async () => {
    const { url } = only<{ url: string }>(
      await home.run(['presign', 's3', '/bucket/key', '--expires', '60', '--json'], env),
    )
    assert.match(
      url,
      /^https:\/\/s3\.eu-west-1\.amazonaws\.com\/bucket\/key\?.*X-Amz-Expires=60&.*X-Amz-Signature=[0-9a-f]{64}$/,
    )
    const refused: [args: string[], exit: number, code: string][] = [
      [['plain', '/x'], 1, 'config_invalid'],
      [['s3', 'https://evil.example/x'], 4, 'origin_not_allowed'],
      [['s3', '/x', '--expires', '999999'], 1, 'config_invalid'],
      [['s3', '/x', '--expires', 'soon'], 2, 'usage'],
    ]
    for (const [args, exit, code] of refused) {
      const said = failed(await home.run(['presign', ...args, '--json'], env))
      assert.deepEqual([said.exit, said.code], [exit, code], args.join(' '))
    }
  })

  test('keys of AWS come from where the program runs', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'canary-of-env' }
    const { headers } = only<Signed>(await home.run(['sign', 'here', '/x', '--json'], keys))
    assert.match(headers['authorization'] ?? '', /Credential=AKENV\//)
    assert.equal(failed(await home.run(['sign', 'here', '/x', '--json'])).code, 'credential_unavailable')
  })

  test('what signs has no token to hand on', async () => {
    assert.equal(failed(await home.run(['token', 's3', '--json'], env)).code, 'no_token')
  })
})

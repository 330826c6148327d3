import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { clientKey } from '../../support/oauth-clients/keys.ts'
import { tempDir } from '../../support/services.ts'
import { only, warder } from '../child.ts'

describe('an application that acts for people who are elsewhere, on the command line', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const env = { WARDER_SECRET: randomBytes(32).toString('base64url') }
  const create = (...args: string[]) =>
    warder(
      [
        'client',
        'create',
        '--name',
        'Till',
        '--type',
        'confidential',
        ...args,
        '--data',
        join(folder.path, 'data'),
        '--json',
      ],
      { env },
    )
  const ciba = ['--grant', 'urn:openid:params:grant-type:ciba']

  test('CIBA Core §4 is told of answers, and signs what it asks', async () => {
    const file = join(folder.path, 'keys.json')
    await writeFile(file, JSON.stringify({ keys: [clientKey('PS256').jwk] }))
    const uri = 'https://till.example/answered'
    const signs = ['--backchannel-request-alg', 'PS256']
    const made = only<Record<string, unknown>>(
      await create(...ciba, '--notification-uri', uri, ...signs, '--jwks', file),
    )
    assert.equal(made['backchannel_token_delivery_mode'], 'ping')
    assert.equal(made['backchannel_client_notification_endpoint'], uri)
    assert.equal(made['backchannel_authentication_request_signing_alg'], 'PS256')
    const keyless = await create(...ciba, ...signs)
    assert.equal(keyless.code, 1)
    assert.match(keyless.stderr, /jwks/)
  })

  test('RFC 8693 §2.1 exchanges the tokens of those that it may act for', async () => {
    const exchange = ['--grant', 'urn:ietf:params:oauth:grant-type:token-exchange']
    const who = ['--exchange-subject', 'cli_web', '--exchange-audience', 'https://bills.example']
    const made = only<Record<string, unknown>>(await create(...exchange, ...who))
    assert.deepEqual(made['token_exchange'], { subjects: ['cli_web'], audiences: ['https://bills.example'] })
  })
})

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { awsDefault } from '../../src/aws/chain.ts'
import { keyOrCode as outcome } from '../support/key-or-code.ts'
import { tokenService } from '../support/token-service.ts'

const roleArn = 'arn:aws:iam::123456789012:role/reader'
const context = { clock: () => Date.now(), signal: undefined }

describe('keys of AWS of wherever the program runs', () => {
  const home = mkdtempSync(join(tmpdir(), 'aws-home-'))
  const file = join(home, 'token')
  let sts: Awaited<ReturnType<typeof tokenService>>
  const inEnvironment = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'canary' }
  const off = { AWS_EC2_METADATA_DISABLED: 'true' }
  const pod = () => ({
    AWS_ROLE_ARN: roleArn,
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ENDPOINT_URL_STS: sts.origin,
  })
  before(async () => {
    sts = await tokenService({})
    mkdirSync(join(home, '.aws'))
    writeFileSync(file, 'canary-jwt')
    writeFileSync(join(home, '.aws', 'config'), '')
    writeFileSync(
      join(home, '.aws', 'credentials'),
      '[default]\naws_access_key_id=AKIAFILE\naws_secret_access_key=canary\n[other]\naws_access_key_id=AKIAOTHER\naws_secret_access_key=canary\n',
    )
  })

  after(() => {
    sts.close()
    rmSync(home, { recursive: true })
  })

  // oxfmt-ignore
  const places: [what: string, env: () => Record<string, string>, expected: string][] = [
    ['the environment comes first',                  () => ({ HOME: home, ...pod(), ...inEnvironment }),                           'AKIAENV'],
    ['then the identity of the workload',            () => ({ HOME: home, ...pod() }),                                             'ASIA1'],
    ['then the default profile',                     () => ({ HOME: home }),                                                       'AKIAFILE'],
    ['a profile that is named before everything',    () => ({ HOME: home, ...inEnvironment, AWS_PROFILE: 'other' }),               'AKIAOTHER'],
    ['one that is named and missing ends the search', () => ({ HOME: home, ...inEnvironment, AWS_PROFILE: 'nobody' }),             'CONFIG_INVALID'],
    ['a container that is misled ends the search',   () => ({ HOME: '/nowhere', ...off, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://evil.example/' }), 'INSECURE_URL'],
    ['a workload that is refused ends the search',   () => ({ HOME: home, ...pod(), AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' }), 'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['nowhere',                                      () => ({ HOME: '/nowhere', ...off }),                                         'CREDENTIAL_UNAVAILABLE'],
  ]
  for (const [what, env, expected] of places) {
    test(`${what}: ${expected}`, async () => {
      assert.equal(await outcome(() => awsDefault({ env: env() })(context)), expected)
    })
  }

  test('what has given keys once is asked again, even where another place has some by then', async () => {
    const env: Record<string, string> = { HOME: home }
    const provider = awsDefault({ env })
    assert.equal(await outcome(() => provider(context)), 'AKIAFILE')
    Object.assign(env, inEnvironment)
    assert.equal(await outcome(() => provider(context)), 'AKIAFILE')
  })
})

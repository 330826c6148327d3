import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { awsEnvironment } from '../../src/aws/environment.ts'
import { awsProfile, type ProfileOptions } from '../../src/aws/profile/profile.ts'
import { awsHost } from '../../src/aws/host.ts'
import { assumeRole, type AssumeRoleOptions } from '../../src/aws/sts.ts'
import { awsWebIdentity } from '../../src/aws/web-identity.ts'
import { keyOrCode as outcome } from '../support/key-or-code.ts'
import { serve } from '../support/provider.ts'
import { tokenService } from '../support/token-service.ts'

const own = { accessKeyId: 'AKIAOWN', secretAccessKey: 'canary-own' }
const roleArn = 'arn:aws:iam::123456789012:role/reader'
const context = { clock: () => Date.now(), signal: undefined }
const minute = 60_000

describe('keys of AWS from elsewhere', () => {
  const home = mkdtempSync(join(tmpdir(), 'aws-home-'))
  const file = join(home, 'token')
  let sts: Awaited<ReturnType<typeof tokenService>>
  before(async () => {
    sts = await tokenService({ [own.accessKeyId]: own.secretAccessKey })
    mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true })
  })
  after(() => {
    sts.close()
    rmSync(home, { recursive: true })
  })
  beforeEach(() => {
    sts.state.forms.length = 0
    Object.assign(sts.state, { ahead: 0, life: 3_600_000, fail: undefined })
    writeFileSync(file, 'canary-jwt\n')
  })

  describe('of a role', () => {
    const make = (more: Partial<AssumeRoleOptions> = {}) =>
      assumeRole({ source: own, roleArn, env: {}, region: 'eu-west-1', endpoint: sts.origin, ...more })

    test('are given for a signed request, with what was asked, and kept', async () => {
      const provider = make({ externalId: 'ext', sessionName: 'ada', durationSeconds: 900 })
      const keys = await provider(context)
      await provider(context)
      assert.deepEqual(
        [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
        ['ASIA1', 'canary/secret+', 'canary&token'],
      )
      assert.ok(Math.abs((keys.expiration ?? 0) - Date.now() - 3_600_000) < minute)
      assert.deepEqual(
        sts.state.forms.map((form) => Object.fromEntries(form)),
        [
          {
            Action: 'AssumeRole',
            Version: '2011-06-15',
            RoleArn: roleArn,
            RoleSessionName: 'ada',
            DurationSeconds: '900',
            ExternalId: 'ext',
          },
        ],
      )
    })

    test('a clock that is off is put right, and the end of the keys counted by our own', async () => {
      sts.state.ahead = 45 * minute
      const { expiration = 0 } = await make()(context)
      assert.equal(sts.state.forms.length, 2)
      assert.ok(Math.abs(expiration - Date.now() - 3_600_000) < 2 * minute, String(expiration - Date.now()))
    })

    // oxfmt-ignore
    const refused: [what: string, set: () => Partial<AssumeRoleOptions> | undefined, code: string][] = [
      ['a wrong secret',                () => ({ source: { ...own, secretAccessKey: 'canary-wrong' } }),          'INVALID_CLIENT'],
      ['a refusal',                     () => void (sts.state.fail = { status: 403, code: 'AccessDenied' }),     'INVALID_CLIENT'],
      ['a fault of theirs',             () => void (sts.state.fail = { status: 500, code: 'InternalFailure' }),  'TOKEN_ENDPOINT_UNAVAILABLE'],
      ['too many requests',             () => void (sts.state.fail = { status: 400, code: 'Throttling' }),       'TOKEN_ENDPOINT_UNAVAILABLE'],
      ['keys that have ended already',  () => void (sts.state.life = -minute),                                   'TOKEN_RESPONSE_INVALID'],
      ['nobody at that address',        () => ({ endpoint: 'http://127.0.0.1:9' }),                              'TOKEN_ENDPOINT_UNAVAILABLE'],
      ['plain http elsewhere',          () => ({ endpoint: 'http://sts.example/' }),                             'INSECURE_URL'],
      ['a region that is a host',       () => ({ region: 'evil.example/', endpoint: undefined }),                'CONFIG_INVALID'],
      ['a role that is none',           () => ({ roleArn: 'reader' }),                                           'CONFIG_INVALID'],
      ['a source without keys',         () => ({ source: awsEnvironment({ env: {} }) }),                         'CREDENTIAL_UNAVAILABLE'],
    ]
    for (const [what, set, code] of refused) {
      test(`${what}: ${code}`, async () => {
        const more = set() ?? {}
        assert.equal(await outcome(() => make(more)(context)), code)
      })
    }

    test('what STS says of a refusal is told, in its own words', async () => {
      sts.state.fail = { status: 403, code: 'AccessDenied' }
      await assert.rejects(Promise.resolve(make()(context)), {
        oauth: { error: 'AccessDenied', description: 'not <you>' },
      })
    })

    // oxfmt-ignore
    const hosts: [region: string, host: string][] = [
      ['eu-west-1', 'sts.eu-west-1.amazonaws.com'], ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
      ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'], ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
    ]
    for (const [region, host] of hosts)
      test(`${region} is at ${host}`, () => assert.equal(awsHost('sts', region), host))
  })

  describe('of a workload of Kubernetes', () => {
    const env = () => ({
      AWS_ROLE_ARN: roleArn,
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_SESSION_NAME: 'pod',
      AWS_ENDPOINT_URL_STS: sts.origin,
    })

    test('are given for the token of the file, unsigned, and for the one that is there by then', async () => {
      const provider = awsWebIdentity({ env: env() })
      const keys = await provider(context)
      assert.equal(keys.accessKeyId, 'ASIA1')
      assert.equal(sts.asked.at(-1)?.headers.authorization, undefined)
      assert.equal(sts.state.forms[0]?.get('RoleSessionName'), 'pod')
      sts.state.tokens.add('canary-next')
      writeFileSync(file, 'canary-next')
      assert.equal(await provider.refused?.(keys, context), 'retry')
      assert.equal(sts.state.forms.at(-1)?.get('WebIdentityToken'), 'canary-next')
    })

    test('are not given for a token that is not believed, or not there', async () => {
      writeFileSync(file, 'canary-other')
      assert.equal(await outcome(() => awsWebIdentity({ env: env() })(context)), 'INVALID_CLIENT')
      rmSync(file)
      assert.equal(await outcome(() => awsWebIdentity({ env: env() })(context)), 'SECRET_MISSING')
      assert.equal(await outcome(() => awsWebIdentity({ env: {} })(context)), 'CREDENTIAL_UNAVAILABLE')
    })
  })

  describe('of a profile', () => {
    const program = join(home, 'program.sh')
    const write = (config: string, credentials = '') => {
      writeFileSync(join(home, '.aws', 'config'), config)
      writeFileSync(join(home, '.aws', 'credentials'), credentials)
    }
    const profile = (more: ProfileOptions = {}, env = {}) => {
      const { env: given, ...rest } = more
      return awsProfile({ env: { HOME: home, AWS_ENDPOINT_URL_STS: sts.origin, ...env, ...given }, ...rest })
    }
    const base = '[base]\naws_access_key_id = AKIAOWN\naws_secret_access_key = canary-own\n'
    const role = `[profile ada]\nrole_arn = ${roleArn}\nregion = eu-west-1\n`

    // oxfmt-ignore
    const files: [what: string, config: string, credentials: string, name: string | undefined, expected: string][] = [
      ['its own keys',                     '',                                                             '[default]\naws_access_key_id=AKIA1\naws_secret_access_key=canary#1 # mine\n', undefined, 'AKIA1'],
      ['those of the other file first',    '[profile a]\naws_access_key_id=AKIA1\naws_secret_access_key=canary\n', '[a]\naws_access_key_id=AKIA2\naws_secret_access_key=canary\n',          'a',       'AKIA2'],
      ['a name in quotes',                 '[profile "a b"]\naws_access_key_id=AKIA1\naws_secret_access_key=canary\n', '',                                                                  'a b',     'AKIA1'],
      ['nested lines that are no values',  '[default]\ns3 =\n  aws_access_key_id = AKIANO\naws_access_key_id=AKIA1\naws_secret_access_key=canary\n', '',                                    undefined, 'AKIA1'],
      ['a role that another may take',     `${role}source_profile = base\n`,                               base,                                                                            'ada',     'ASIA1'],
      ['a role that it may take itself',   `${role}source_profile = ada\n`,                                base.replace('base', 'ada'),                                                     'ada',     'ASIA1'],
      ['a role by way of a role',          `${role}source_profile = mid\n[profile mid]\nrole_arn = ${roleArn}\nsource_profile = base\n`, base,                                              'ada',     'INVALID_CLIENT'],
      ['roles that lead in a circle',      `${role}source_profile = b\n[profile b]\nrole_arn = ${roleArn}\nsource_profile = ada\n`, '',                                                     'ada',     'CONFIG_INVALID'],
      ['a source that is not there',       `${role}source_profile = nobody\n`,                             base,                                                                            'ada',     'CONFIG_INVALID'],
      ['a role without a source',          role,                                                           base,                                                                            'ada',     'CONFIG_INVALID'],
      ['a role of the environment',        `${role}credential_source = Environment\n`,                     '',                                                                              'ada',     'ASIA1'],
      ['a role for a code of a person',    `${role}source_profile = base\nmfa_serial = arn:x\n`,           base,                                                                            'ada',     'CONFIG_INVALID'],
      ['a role of a token in a file',      `${role}web_identity_token_file = ${file}\n`,                   '',                                                                              'ada',     'ASIA1'],
      ['no profile of that name',          '',                                                             base,                                                                            'nobody',  'CONFIG_INVALID'],
      ['no default profile',               '',                                                             base,                                                                            undefined, 'CREDENTIAL_UNAVAILABLE'],
      ['half a key',                       '',                                                             '[default]\naws_access_key_id=AKIA1\n',                                          undefined, 'CREDENTIAL_UNAVAILABLE'],
      ['a program that is not allowed',    `[profile p]\ncredential_process = ${program}\n`,               '',                                                                              'p',       'CONFIG_INVALID'],
      ['half a sign-in',                   '[profile s]\nsso_account_id = 1\n',                            '',                                                                              's',       'CONFIG_INVALID'],
    ]
    for (const [what, config, credentials, name, expected] of files) {
      test(`${what}: ${expected}`, async () => {
        write(config, credentials)
        const env = { AWS_ACCESS_KEY_ID: own.accessKeyId, AWS_SECRET_ACCESS_KEY: own.secretAccessKey }
        assert.equal(
          await outcome(() => profile(name === undefined ? {} : { profile: name }, env)(context)),
          expected,
        )
      })
    }

    // oxfmt-ignore
    const programs: [what: string, script: string, expected: string][] = [
      ['prints keys',              `echo '{"Version":1,"AccessKeyId":"'"$1"'","SecretAccessKey":"canary"}'`, 'a key; $(id)'],
      ['speaks another version',   `echo '{"Version":2,"AccessKeyId":"A","SecretAccessKey":"canary"}'`,      'TOKEN_RESPONSE_INVALID'],
      ['prints something else',    'echo canary',                                                            'TOKEN_RESPONSE_INVALID'],
      ['fails and tells secrets',  'echo canary >&2; exit 1',                                                'CREDENTIAL_UNAVAILABLE'],
    ]
    for (const [what, script, expected] of programs) {
      test(`a program that ${what}: ${expected}; no shell reads its words`, async () => {
        writeFileSync(program, `#!/bin/sh\n${script}\n`)
        chmodSync(program, 0o700)
        write(`[profile p]\ncredential_process = "${program}" 'a key; $(id)'\n`)
        assert.equal(await outcome(() => profile({ profile: 'p', allowProcess: true })(context)), expected)
      })
    }

    test('a sign-in that was made by the command line, until it ends', async () => {
      const portal = await serve(({ url, headers }) =>
        headers['x-amz-sso_bearer_token'] === 'canary-sso' &&
        url === '/federation/credentials?role_name=r&account_id=12'
          ? {
              body: {
                roleCredentials: {
                  accessKeyId: 'ASIASSO',
                  secretAccessKey: 'canary',
                  sessionToken: 'canary',
                  expiration: Date.now() + 600_000,
                },
              },
            }
          : { status: 401 },
      )
      try {
        write(
          '[profile s]\nsso_session = my\nsso_account_id = 12\nsso_role_name = r\n[sso-session my]\nsso_region = eu-west-1\nsso_start_url = https://x\n',
        )
        const cache = join(
          home,
          '.aws',
          'sso',
          'cache',
          `${createHash('sha1').update('my').digest('hex')}.json`,
        )
        const send = ((to: string, init: RequestInit) => {
          const url = new URL(to)
          assert.equal(url.origin, 'https://portal.sso.eu-west-1.amazonaws.com')
          return fetch(portal.origin + url.pathname + url.search, init)
        }) as typeof fetch
        const run = () => profile({ profile: 's', fetch: send })(context)
        const keep = (accessToken: string, life: number) =>
          writeFileSync(
            cache,
            JSON.stringify({ accessToken, expiresAt: new Date(Date.now() + life).toISOString() }),
          )
        assert.equal(await outcome(run), 'REAUTH_REQUIRED')
        keep('canary-sso', minute)
        assert.equal(await outcome(run), 'ASIASSO')
        keep('canary-sso', -minute)
        assert.equal(await outcome(run), 'REAUTH_REQUIRED')
        keep('canary-revoked', minute)
        assert.equal(await outcome(run), 'REAUTH_REQUIRED')
      } finally {
        portal.close()
      }
    })
  })
})

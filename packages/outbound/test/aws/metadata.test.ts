import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { awsContainer } from '../../src/aws/container.ts'
import { containerUrl } from '../../src/aws/machine/container-keys.ts'
import { awsInstance, type InstanceOptions } from '../../src/aws/instance.ts'
import { metadataUrl } from '../../src/metadata/ask.ts'
import { serve, type Asked } from '../support/provider.ts'

type Answer = ReturnType<Parameters<typeof serve>[0]>

const start = Date.UTC(2026, 5, 1)
const hour = 3_600_000
const keys = (id: string, life = 6 * hour) => ({
  Code: 'Success',
  AccessKeyId: id,
  SecretAccessKey: 'canary-secret',
  Token: 'canary-token',
  Expiration: new Date(start + life).toISOString(),
})
const expected = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'canary-secret',
  sessionToken: 'canary-token',
  expiration: start + 6 * hour,
}

let now = start
const context = { clock: () => now, signal: undefined }

describe('keys of a machine of EC2', () => {
  let service: Awaited<ReturnType<typeof serve>>
  let answer: (asked: Asked) => Answer
  before(async () => {
    service = await serve((asked) => answer(asked))
  })
  after(() => service.close())
  afterEach(() => {
    service.asked.length = 0
    now = start
  })
  const make = (more: InstanceOptions = {}) =>
    awsInstance({ env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: service.origin }, ...more })

  /** Version 2: everything but the session wants the session's token. */
  const second =
    (say: () => unknown = () => keys('ASIA1')) =>
    ({ method, url, headers }: Asked): Answer => {
      if (method === 'PUT')
        return headers['x-aws-ec2-metadata-token-ttl-seconds'] ? { body: 'session' } : { status: 400 }
      if (headers['x-aws-ec2-metadata-token'] !== 'session') return { status: 401 }
      if (url === '/latest/meta-data/iam/security-credentials/') return { body: 'reader' }
      return url.endsWith('/reader') ? { body: say() } : { status: 404 }
    }

  test('are asked for in a session of version 2, once for twenty at the same time, and kept', async () => {
    answer = second()
    const provider = make()
    const given = await Promise.all(Array.from({ length: 20 }, async () => provider(context)))
    assert.deepEqual(given[19], expected)
    assert.equal(service.asked.length, 3)
    now += 5 * hour
    await provider(context)
    assert.equal(service.asked.length, 3)
  })

  test('are fetched anew five minutes before they end, while the old ones still serve', async () => {
    let count = 0
    answer = second(() => keys(`ASIA${++count}`, count * 6 * hour))
    const provider = make()
    await provider(context)
    now += 6 * hour - 4 * 60_000
    assert.equal((await provider(context)).accessKeyId, 'ASIA1')
    while (count < 2 || (await provider(context)).accessKeyId !== 'ASIA2') await new Promise(setImmediate)
    assert.equal(count, 2)
  })

  test('that AWS does not take any more are fetched anew, once for all who were refused', async () => {
    let count = 0
    answer = second(() => keys(`ASIA${++count}`))
    const provider = make()
    const old = await provider(context)
    const said = await Promise.all(Array.from({ length: 20 }, async () => provider.refused?.(old, context)))
    assert.deepEqual([...new Set(said)], ['retry'])
    assert.equal(count, 2)
  })

  for (const status of [403, 404, 405]) {
    test(`version 1 is not asked where the session is answered with ${status}, unless it is allowed`, async () => {
      answer = ({ method, url }) => {
        if (method === 'PUT') return { status }
        return { body: url.endsWith('/reader') ? keys('ASIA1') : 'reader' }
      }
      await assert.rejects(Promise.resolve(make()(context)), { code: 'CREDENTIAL_UNAVAILABLE' })
      assert.deepEqual(
        service.asked.map(({ method }) => method),
        ['PUT'],
      )
      assert.deepEqual(await make({ allowV1: true })(context), expected)
    })
  }

  // oxfmt-ignore
  const bad: [what: string, answer: (asked: Asked) => Answer, code: string][] = [
    ['no role',                    ({ method }) => (method === 'PUT' ? { body: 'session' } : { status: 404 }),  'CREDENTIAL_UNAVAILABLE'],
    ['a role that is a path',      ({ method }) => ({ body: method === 'PUT' ? 'session' : '../../x y' }),      'TOKEN_RESPONSE_INVALID'],
    ['a page',                     second(() => '<html>canary-secret</html>'),                                  'TOKEN_RESPONSE_INVALID'],
    ['a failure in the answer',    second(() => ({ Code: 'AssumeRoleUnauthorizedAccess' })),                    'TOKEN_RESPONSE_INVALID'],
    ['no secret',                  second(() => ({ ...keys('A'), SecretAccessKey: '' })),                       'TOKEN_RESPONSE_INVALID'],
    ['an end that is no moment',   second(() => ({ ...keys('A'), Expiration: 'soon' })),                        'TOKEN_RESPONSE_INVALID'],
    ['keys that have ended',       second(() => keys('A', -1000)),                                              'TOKEN_RESPONSE_INVALID'],
    ['two million letters',        second(() => 'x'.repeat(2_000_000)),                                         'TOKEN_RESPONSE_INVALID'],
    ['a token of two lines',       ({ method }) => ({ body: method === 'PUT' ? 'a\r\nb: c' : 'reader' }),       'CONFIG_INVALID'],
    ['a fault of its own',         () => ({ status: 503 }),                                                     'TOKEN_ENDPOINT_UNAVAILABLE'],
    ['a redirect',                 () => ({ status: 302, headers: { location: 'http://evil.example/' } }),      'CREDENTIAL_UNAVAILABLE'],
  ]
  for (const [what, say, code] of bad) {
    test(`the service answers with ${what}: ${code}`, async () => {
      answer = say
      await assert.rejects(Promise.resolve(make()(context)), { code })
    })
  }

  test('a service that says nothing at all is not waited for, nor one that is switched off', async () => {
    const env = {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
      AWS_EC2_METADATA_DISABLED: 'false',
    }
    await assert.rejects(Promise.resolve(awsInstance({ env })(context)), { code: 'CREDENTIAL_UNAVAILABLE' })
    const off = { AWS_EC2_METADATA_SERVICE_ENDPOINT: service.origin, AWS_EC2_METADATA_DISABLED: 'true' }
    await assert.rejects(Promise.resolve(awsInstance({ env: off })(context)), {
      code: 'CREDENTIAL_UNAVAILABLE',
    })
    assert.equal(service.asked.length, 0)
  })
})

describe('keys of a container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aws-'))
  let service: Awaited<ReturnType<typeof serve>>
  let status = 200
  before(async () => {
    service = await serve(() => ({ status, body: keys('ASIA1') }))
  })
  after(() => {
    service.close()
    rmSync(folder, { recursive: true })
  })

  test('are asked for with the token of the file, which is read anew each time', async () => {
    const file = join(folder, 'token')
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${service.origin}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'not this one',
    }
    for (const token of ['first', 'second']) {
      writeFileSync(file, `${token}\n`)
      assert.deepEqual(await awsContainer({ env })(context), expected)
      assert.equal(service.asked.at(-1)?.headers.authorization, token)
    }
    writeFileSync(file, 'a\r\nhost: evil')
    await assert.rejects(Promise.resolve(awsContainer({ env })(context)), { code: 'CONFIG_INVALID' })
    rmSync(file)
    await assert.rejects(Promise.resolve(awsContainer({ env })(context)), { code: 'SECRET_MISSING' })
  })

  for (const [says, code] of [
    [404, 'INVALID_CLIENT'],
    [500, 'TOKEN_ENDPOINT_UNAVAILABLE'],
    [429, 'TOKEN_ENDPOINT_UNAVAILABLE'],
  ] as const) {
    test(`an answer of ${says} is ${code}`, async () => {
      status = says
      const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: service.origin }
      await assert.rejects(Promise.resolve(awsContainer({ env })(context)), { code, status: says })
      status = 200
    })
  }

  // oxfmt-ignore
  const places: [says: Record<string, string>, expected: string][] = [
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' },                'http://169.254.170.2/v2/credentials/x'],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '@evil.example/' },                   'CONFIG_INVALID'],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '.evil.example/' },                   'CONFIG_INVALID'],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: ':8080/' },                           'CONFIG_INVALID'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' }, 'http://169.254.170.23/v1/credentials'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[fd00:ec2::23]/v1' },             'http://[fd00:ec2::23]/v1'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost:99/x' },                'http://localhost:99/x'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://keys.example/x' },               'https://keys.example/x'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://keys.example/x' },                'INSECURE_URL'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.169.254/x' },             'INSECURE_URL'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1.evil.example/x' },      'INSECURE_URL'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://a:b@127.0.0.1/x' },               'CONFIG_INVALID'],
    [{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'file:///etc/passwd' },                   'CONFIG_INVALID'],
    [{},                                                                             'CREDENTIAL_UNAVAILABLE'],
  ]
  for (const [says, at] of places) {
    test(`${JSON.stringify(says)} leads to ${at}`, () => {
      if (at.includes(':')) assert.equal(containerUrl(says).href, at)
      else assert.throws(() => containerUrl(says), { code: at })
    })
  }
})

for (const address of [
  'http://10.0.0.1/',
  'http://[2001:db8::1]/',
  'http://169.254.1.1.evil.example/',
  'http://metadata/',
]) {
  test(`a metadata service at ${address} is not asked`, () => {
    assert.throws(() => metadataUrl(address), { code: 'INSECURE_URL' })
  })
}

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { authenticatedFetch } from '../../src/fetch/authenticated-fetch.ts'
import { presign } from '../../src/sigv4/presign.ts'
import { sigv4, type AwsProvider, type SigV4Options } from '../../src/sigv4/sigv4.ts'
import { awsService } from '../support/aws-service.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const minute = 60_000

describe('OC-10 requests that a service of AWS takes', () => {
  let aws: Awaited<ReturnType<typeof awsService>>
  before(async () => {
    aws = await awsService({ [keys.accessKeyId]: keys.secretAccessKey, ASIANEW: 'second' })
  })
  after(() => aws.close())
  beforeEach(() => {
    aws.state.now = undefined
    aws.state.ended.clear()
    for (const list of [aws.state.kept, aws.state.answers, aws.state.headers]) list.length = 0
  })

  const call = (more: Partial<SigV4Options> = {}, clock: () => number = Date.now) =>
    authenticatedFetch(sigv4({ service: 'execute-api', region: 'eu-west-1', credentials: keys, ...more }), {
      origins: [aws.origin],
      clock,
    })

  // oxfmt-ignore
  const paths: string[] = [
    '/', '/a/b', '/a//b', '/a/./b/../c', '/with%20space', '/with space', '/plus+plus', '/ümläut/ሴ', '/%E1%88%B4', '/a%2Fb', '/a/', "/o!'()*:@$&,;=", '/a%b',
    '/?b=2&a=1', '/?a=2&a=1', '/?a', '/?a=&b', '/?lifecycle', '/?a=%20b', '/?a=b+c', "/?q=!'()*", '/?ሴ=x', '/?a=%2F%3D%26', '/?A=1&a=2&B=3',
    '/?x=%', '/?x=1%2B1',
  ]
  for (const service of ['execute-api', 's3']) {
    for (const path of paths) {
      test(`${service} ${path}`, async () => {
        const response = await call({ service })(aws.origin + path)
        assert.deepEqual([response.status, aws.state.answers], [200, ['ok']])
      })
    }
  }

  test('a request with a body that fetch was given as a Request loses nothing of it', async () => {
    const request = new Request(`${aws.origin}/x`, { method: 'POST', body: new Uint8Array([0, 255, 7]) })
    assert.equal((await call()(request)).status, 200)
    assert.deepEqual([...(aws.state.kept[0] ?? [])], [0, 255, 7])
  })

  test('headers with runs of spaces, twice, and of proxies; a port that is not the usual one', async () => {
    const headers = new Headers({ 'x-amz-meta-a': '  two   words ', 'user-agent': 'x', 'proxy-x': 'y' })
    headers.append('x-amz-meta-a', 'second')
    assert.equal((await call()(aws.origin, { headers })).status, 200)
    assert.match(aws.state.headers[0]?.host ?? '', /:\d+$/)
  })

  test('a request that is signed already is not signed over', async () => {
    const signed = { headers: { authorization: 'AWS4-HMAC-SHA256 x' } }
    await assert.rejects(call()(aws.origin, signed), { code: 'CONFIG_INVALID' })
    await assert.rejects(call()(`${aws.origin}/?X-Amz-Signature=1`), { code: 'CONFIG_INVALID' })
    assert.equal(aws.state.answers.length, 0)
  })

  // oxfmt-ignore
  const bodies: [what: string, options: Partial<SigV4Options>][] = [
    ['in signed pieces',                    { payload: 'chunked' }],
    ['in signed pieces with a SHA-256',     { payload: 'chunked', checksum: 'sha256' }],
    ['in signed pieces with a CRC-32',      { payload: 'chunked', checksum: 'crc32' }],
    ['in pieces without, with a SHA-256',   { payload: 'unsigned', checksum: 'sha256' }],
    ['without a signature of it',           { payload: 'unsigned' }],
    ['whole',                               {}],
  ]
  for (const [what, options] of bodies) {
    for (const size of [0, 1, 65_536, 200_001]) {
      test(`S3 keeps the ${size} bytes of a body ${what}`, async () => {
        const body = new Uint8Array(size).map((_, i) => i * 7)
        const response = await call({ service: 's3', ...options })(`${aws.origin}/bucket/key`, {
          method: 'PUT',
          body,
        })
        assert.deepEqual([response.status, aws.state.answers], [200, ['ok']])
        assert.ok(aws.state.kept[0]?.equals(Buffer.from(body)))
      })
    }
  }

  for (const off of [-3 * 24 * 60, -16, 16, 3 * 24 * 60]) {
    test(`a clock that is ${off} minutes off is put right by the first refusal, for all that follow`, async () => {
      aws.state.now = Date.now() + off * minute
      const send = call()
      assert.equal((await send(aws.origin, { method: 'POST', body: 'x' })).status, 200)
      assert.equal((await send(aws.origin)).status, 200)
      assert.deepEqual(aws.state.answers, ['RequestTimeTooSkewed', 'ok', 'ok'])
    })
  }

  test('a clock that is off is not put right for HEAD alone by what it cannot say', async () => {
    aws.state.now = Date.now() + 20 * minute
    assert.equal((await call()(aws.origin, { method: 'HEAD' })).status, 200)
  })

  test('a clock that is right is not moved by a wrong secret, and one attempt is enough', async () => {
    const response = await call({ credentials: { ...keys, secretAccessKey: 'wrong' } })(aws.origin)
    assert.equal(response.status, 403)
    assert.match(await response.text(), /SignatureDoesNotMatch/)
    assert.deepEqual(aws.state.answers, ['SignatureDoesNotMatch'])
  })

  test('a clock stays as it is where that is asked for', async () => {
    aws.state.now = Date.now() + 20 * minute
    assert.equal((await call({ skewCorrection: false })(aws.origin)).status, 403)
    assert.equal(aws.state.answers.length, 1)
  })

  test('keys that have ended are asked for anew, once', async () => {
    aws.state.ended.add(keys.accessKeyId)
    const given = [keys, { accessKeyId: 'ASIANEW', secretAccessKey: 'second' }]
    const provider: AwsProvider = Object.assign(() => given[0] ?? keys, {
      refused: () => {
        given.shift()
        return 'retry' as const
      },
    })
    assert.equal((await call({ credentials: provider })(aws.origin)).status, 200)
    assert.deepEqual(aws.state.answers, ['ExpiredToken', 'ok'])
  })

  for (const service of ['s3', 'execute-api']) {
    test(`an address of ${service} that carries its signature works for whoever has it, until it ends`, async () => {
      const where = { service, region: 'eu-west-1', credentials: keys }
      const url = await presign(`${aws.origin}/a b/c?x=1&x=0`, where, {}, { expiresIn: 60 })
      assert.equal((await fetch(url)).status, 200)
      aws.state.now = Date.now() + 2 * minute
      assert.equal((await fetch(url)).status, 403)
    })
  }

  for (const [what, expiresIn] of [
    ['no time', 0],
    ['more than a week', 604_801],
    ['part of a second', 0.5],
  ] as const) {
    test(`an address is not signed for ${what}`, async () => {
      const where = { service: 's3', region: 'eu-west-1', credentials: keys }
      await assert.rejects(presign(aws.origin, where, {}, { expiresIn }), { code: 'CONFIG_INVALID' })
    })
  }
})

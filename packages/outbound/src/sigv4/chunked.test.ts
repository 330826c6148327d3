import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { Outgoing } from '../credential.ts'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import { chunksOf, chunkText, encodedLength, trailerText } from './chunked.ts'
import { createSigner, scopeOf } from './signature.ts'
import { rulesOf } from './prepare.ts'
import { signHeaders } from './sign-headers.ts'
import { sigv4, type SigV4Options } from './sigv4.ts'

/** The example of the documentation of S3: 66,560 times the letter a. */
const keys = {
  accessKeyId: ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
  secretAccessKey: ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/'),
}
const date = '20130524T000000Z'
const where = { service: 's3', region: 'us-east-1' }
const body = new Uint8Array(66_560).fill(0x61)
const request = (headers: Record<string, string>): Outgoing => ({
  method: 'PUT',
  url: new URL('https://s3.amazonaws.com/examplebucket/chunkObject.txt'),
  headers: new Headers({ 'x-amz-storage-class': 'REDUCED_REDUNDANCY', ...headers }),
  body,
})
const plan = { ...where, rules: rulesOf('s3'), payload: 'chunked' } as const
const signatureOf = (outgoing: Outgoing) =>
  /Signature=(\w+)$/.exec(outgoing.headers.get('authorization') ?? '')?.[1]
const wire = async (outgoing: Outgoing) => Buffer.from(await new Response(outgoing.body).arrayBuffer())

describe('OC-10 a body in signed pieces', () => {
  test('the example of S3: every signature, and the length on the wire', async () => {
    const outgoing = request({ 'content-length': '66824', 'x-amz-decoded-content-length': '66560' })
    signHeaders(outgoing, plan, keys, date)
    assert.equal(signatureOf(outgoing), '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9')
    const sent = await wire(outgoing)
    assert.equal(sent.length, 66_824)
    assert.deepEqual(
      [
        ...sent.toString('latin1').matchAll(/(?:^|\r\n)([0-9a-f]{1,5});chunk-signature=([0-9a-f]{64})\r\n/g),
      ].map(([, size, signature]) => [size, signature]),
      [
        ['10000', 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
        ['400', '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
        ['0', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
      ],
    )
  })

  test('the example of S3 with a checksum after the body: the texts of the pieces and of the last line', () => {
    const sign = createSigner()
    const scope = scopeOf(date, where)
    let before = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
    const pieces = [body.subarray(0, 65_536), body.subarray(65_536), new Uint8Array()]
    const signatures = pieces.map(
      (piece) => (before = sign(keys, date, where, chunkText(date, scope, before, piece))),
    )
    assert.deepEqual(signatures, [
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    ])
    assert.equal(
      sign(keys, date, where, trailerText(date, scope, before, 'x-amz-checksum-crc32c:sOO8/Q==')),
      'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
    )
  })

  // oxfmt-ignore
  const forms: [what: string, options: Pick<SigV4Options, 'payload' | 'checksum'>, hash: string, end: RegExp][] = [
    ['signed pieces',                   { payload: 'chunked' },                       'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',         /0;chunk-signature=[0-9a-f]{64}\r\n\r\n$/],
    ['signed pieces and a CRC-32',      { payload: 'chunked', checksum: 'crc32' },    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', /\r\nx-amz-checksum-crc32:[\w+/]{6}==\r\nx-amz-trailer-signature:[0-9a-f]{64}\r\n\r\n$/],
    ['signed pieces and a SHA-256',     { payload: 'chunked', checksum: 'sha256' },   'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', /\r\nx-amz-checksum-sha256:[\w+/]{43}=\r\nx-amz-trailer-signature:[0-9a-f]{64}\r\n\r\n$/],
    ['pieces without, and a CRC-32',    { payload: 'unsigned', checksum: 'crc32' },   'STREAMING-UNSIGNED-PAYLOAD-TRAILER',         /(?:^|\r\n)0\r\nx-amz-checksum-crc32:[\w+/]{6}==\r\n\r\n$/],
  ]
  for (const [what, options, hash, end] of forms) {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
      test(`${what}: of ${size} bytes as many go over the wire as the header says`, async () => {
        const outgoing = { ...request({}), body: new Uint8Array(size).fill(0x62) }
        signHeaders(outgoing, { ...plan, ...options } as Parameters<typeof signHeaders>[1], keys, date)
        assert.equal(outgoing.headers.get('x-amz-content-sha256'), hash)
        assert.equal(outgoing.headers.get('content-encoding'), 'aws-chunked')
        const sent = await wire(outgoing)
        assert.equal(sent.length, Number(outgoing.headers.get('content-length')))
        assert.match(sent.toString('latin1').slice(-300), end)
        assert.equal(outgoing.headers.get('x-amz-decoded-content-length'), String(size))
      })
    }
  }

  test('an encoding of its own stays, inside of ours', () => {
    const outgoing = request({ 'content-encoding': 'gzip' })
    signHeaders(outgoing, plan, keys, date)
    assert.equal(outgoing.headers.get('content-encoding'), 'aws-chunked,gzip')
  })

  for (const [what, announced] of [
    ['shorter', 5],
    ['longer', 3],
  ] as const) {
    test(`a stream that is ${what} than it says ends in an error, and not in a shorter object`, async () => {
      const stream = new Response(new Uint8Array(4)).body as ReadableStream<Uint8Array>
      const unsigned = { seed: '', date, scope: '', sign: undefined }
      const sending = new Response(ReadableStream.from(chunksOf(stream, announced, unsigned))).arrayBuffer()
      await assert.rejects(sending, { code: 'CONFIG_INVALID' })
    })
  }

  // oxfmt-ignore
  const refused: [what: string, run: () => unknown][] = [
    ['pieces for another service than S3', () => { signHeaders(request({}), { ...plan, service: 'sqs' }, keys, date) }],
    ['a checksum after a body that is signed whole', () => sigv4({ ...where, credentials: keys, checksum: 'crc32' })],
    ['a stream of unknown length', () => { signHeaders({ ...request({}), body: new ReadableStream() }, plan, keys, date) }],
  ]
  for (const [what, run] of refused) {
    test(`refused: ${what}`, () => {
      assert.throws(run, { code: 'CONFIG_INVALID' })
    })
  }

  test('a stream arrives whole at a server, which knows its length beforehand', async () => {
    const seen = Promise.withResolvers<{ length: string | undefined; text: string }>()
    const server = createServer((incoming, response) => {
      let text = ''
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
      incoming.on('end', () => {
        seen.resolve({ length: incoming.headers['content-length'], text })
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const call = authenticatedFetch(sigv4({ ...where, credentials: keys, payload: 'chunked' }), {
        origins: [origin],
      })
      const size = 1_500_000
      const init = {
        method: 'PUT',
        body: new Blob([new Uint8Array(size).fill(0x7a)]).stream(),
        headers: { 'x-amz-decoded-content-length': String(size) },
        duplex: 'half',
      }
      assert.equal((await call(`${origin}/bucket/key`, init as RequestInit)).status, 200)
      const { length, text } = await seen.promise
      assert.equal(Number(length), text.length)
      assert.equal(text.length, encodedLength(size, { sign: () => '' }))
      assert.equal(text.replace(/[0-9a-f]{1,5};chunk-signature=[0-9a-f]{64}\r\n|\r\n/g, '').length, size)
    } finally {
      server.close()
    }
  })
})

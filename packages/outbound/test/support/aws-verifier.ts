/**
 * The other side of Signature Version 4, written from its documentation and from nothing of ours: what AWS does with what
 * came over the wire.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type Wire = { method: string; target: string; rawHeaders: readonly string[]; body: Buffer }

/** Five minutes either way, in milliseconds. */
const tolerated = 300_000

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const quote = (text: string) =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
const unquote = (text: string) => decodeURIComponent(text.replaceAll('+', '%20'))

/** The name of the error that AWS would answer with, or the body as the service would keep it. */
export function verify(
  wire: Wire,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): { error: string } | { body: Buffer } {
  const headers = new Map<string, string[]>()
  for (let i = 0; i < wire.rawHeaders.length; i += 2) {
    const name = String(wire.rawHeaders[i]).toLowerCase()
    headers.set(name, [
      ...(headers.get(name) ?? []),
      String(wire.rawHeaders[i + 1])
        .trim()
        .replace(/\s+/g, ' '),
    ])
  }
  const one = (name: string) => headers.get(name)?.join(',')
  const [path = '/', query = ''] = wire.target.split('?', 2)
  const pairs = query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return [unquote(name), unquote(rest.join('='))] as const
    })
  const inQuery = (name: string) => pairs.find(([found]) => found === name)?.[1]

  const presigned = inQuery('X-Amz-Signature') !== undefined
  const parsed =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      one('authorization') ?? '',
    )
  if (!presigned && !parsed) return { error: 'MissingAuthenticationToken' }
  const [id = '', day = '', region = '', service = '', last = ''] = (
    (presigned ? inQuery('X-Amz-Credential') : parsed?.[1]) ?? ''
  ).split('/')
  const names = ((presigned ? inQuery('X-Amz-SignedHeaders') : parsed?.[2]) ?? '').split(';')
  const signature = (presigned ? inQuery('X-Amz-Signature') : parsed?.[3]) ?? ''
  const date = (presigned ? inQuery('X-Amz-Date') : one('x-amz-date')) ?? ''

  const secret = secretOf(id)
  if (secret === undefined) return { error: 'InvalidAccessKeyId' }
  if (last !== 'aws4_request' || !date.startsWith(day)) return { error: 'AuthorizationHeaderMalformed' }
  const at = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const until = presigned ? at + Number(inQuery('X-Amz-Expires')) * 1000 : at + tolerated
  if (!(now >= at - tolerated && now <= until))
    return { error: presigned ? 'AccessDenied' : 'RequestTimeTooSkewed' }
  for (const name of headers.keys())
    if ((name.startsWith('x-amz-') || name === 'host') && !names.includes(name))
      return { error: 'AccessDenied' }

  const isS3 = service === 's3'
  const said = one('x-amz-content-sha256')
  if (isS3 && !presigned && said === undefined) return { error: 'MissingSecurityHeader' }
  const usual = presigned && isS3 ? 'UNSIGNED-PAYLOAD' : hash(presigned ? '' : wire.body)
  const payload = said ?? usual
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== hash(wire.body))
    return { error: 'XAmzContentSHA256Mismatch' }

  const canonical = [
    wire.method,
    isS3
      ? path
          .split('/')
          .map((part) => quote(decodeURIComponent(part)))
          .join('/')
      : canonicalPath(path),
    pairs
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${quote(name)}=${quote(value)}`)
      .sort((a, b) => Buffer.compare(Buffer.from(a.replace('=', '\0')), Buffer.from(b.replace('=', '\0'))))
      .join('&'),
    ...names.map((name) => `${name}:${one(name) ?? ''}`),
    '',
    names.join(';'),
    payload,
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const key = mac(mac(mac(mac(`AWS4${secret}`, day), region), service), 'aws4_request')
  const sign = (text: string) => mac(key, text).toString('hex')
  const expected = sign(['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n'))
  if (!same(expected, signature)) return { error: 'SignatureDoesNotMatch' }
  if (!payload.startsWith('STREAMING-')) return { body: wire.body }
  return pieces(wire.body, {
    payload,
    date,
    scope,
    seed: signature,
    sign,
    length: one('x-amz-decoded-content-length'),
  })
}

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Every service but S3: no dots, no runs of slashes, and every segment encoded once more. */
function canonicalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/').filter((one) => one !== '' && one !== '.'))
    if (part === '..') parts.pop()
    else parts.push(part)
  const end = parts.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${parts.map(quote).join('/')}${end}`
}

type Streaming = {
  payload: string
  date: string
  scope: string
  seed: string
  sign: (text: string) => string
  length: string | undefined
}

function pieces(
  body: Buffer,
  { payload, date, scope, seed, sign, length }: Streaming,
): { error: string } | { body: Buffer } {
  const signed = payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  const kept: Buffer[] = []
  let before = seed
  let at = 0
  const line = () => {
    const end = body.indexOf('\r\n', at)
    const text = body.subarray(at, end).toString('latin1')
    at = end + 2
    return text
  }
  for (;;) {
    const [, size = '', signature = ''] =
      /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line()) ?? []
    const data = body.subarray(at, at + Number.parseInt(size, 16))
    if (signed) {
      const text = ['AWS4-HMAC-SHA256-PAYLOAD', date, scope, before, hash(''), hash(data)].join('\n')
      if (!same(sign(text), signature)) return { error: 'SignatureDoesNotMatch' }
      before = signature
    }
    if (data.length === 0) break
    kept.push(data)
    at += data.length + 2
  }
  const whole = Buffer.concat(kept)
  if (payload.endsWith('-TRAILER')) {
    const trailer = line()
    if (trailer.startsWith('x-amz-checksum-sha256:')) {
      const sum = createHash('sha256').update(whole).digest('base64')
      if (trailer.slice(trailer.indexOf(':') + 1) !== sum) return { error: 'BadDigest' }
    }
    if (signed) {
      const text = ['AWS4-HMAC-SHA256-TRAILER', date, scope, before, hash(`${trailer}\n`)].join('\n')
      if (line() !== `x-amz-trailer-signature:${sign(text)}`) return { error: 'SignatureDoesNotMatch' }
    }
  }
  return String(whole.length) === length ? { body: whole } : { error: 'IncompleteBody' }
}

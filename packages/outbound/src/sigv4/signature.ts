import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

/** Keys of one account, as AWS gives them. */
export type AwsCredentials = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
  /** In milliseconds since 1970; they work until then. */
  expiration?: number | undefined
}

export const algorithm = 'AWS4-HMAC-SHA256'

/** Where and when a signature is good: `20150830/us-east-1/service/aws4_request`. */
export type Scope = { region: string; service: string }

/** `20150830T123600Z` */
export function amzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

export function scopeOf(date: string, { region, service }: Scope): string {
  return `${date.slice(0, 8)}/${region}/${service}/aws4_request`
}

export function stringToSign(date: string, scope: string, canonical: string): string {
  return [algorithm, date, scope, sha256(canonical)].join('\n')
}

export const sha256 = (data: string | Uint8Array) => hash('sha256', data, 'hex')

/** The hash of no bytes at all. */
export const emptyHash = sha256('')

const mostKeys = 50

/** Signs, and keeps the keys of a day: deriving one costs four times what a signature does. */
export function createSigner(): (
  credentials: Pick<AwsCredentials, 'secretAccessKey'>,
  date: string,
  where: Scope,
  text: string,
) => string {
  const keys = new Map<string, KeyObject>()
  let today = ''
  /** Most requests are signed like the one before. */
  let last: { secret: string; region: string; service: string; key: KeyObject } | undefined
  return ({ secretAccessKey: secret }, date, { region, service }, text) => {
    const day = date.slice(0, 8)
    if (day !== today) {
      keys.clear()
      last = undefined
    }
    today = day
    if (last?.secret !== secret || last.region !== region || last.service !== service)
      last = { secret, region, service, key: keyOf(keys, secret, [day, region, service]) }
    return createHmac('sha256', last.key).update(text).digest('hex')
  }
}

function keyOf(keys: Map<string, KeyObject>, secret: string, where: readonly string[]): KeyObject {
  const name = [sha256(secret), ...where].join(' ')
  const known = keys.get(name)
  if (known) return known
  const oldest = keys.size >= mostKeys ? keys.keys().next().value : undefined
  if (oldest !== undefined) keys.delete(oldest)
  const bytes = [...where, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`, 'utf8'))
  // A key that is made ready once; bytes would be made into one for every signature.
  const key = createSecretKey(bytes)
  keys.set(name, key)
  return key
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

import { createHash, createHmac } from 'node:crypto'

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

export const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

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
  const keys = new Map<string, Buffer>()
  let today = ''
  return ({ secretAccessKey }, date, { region, service }, text) => {
    const day = date.slice(0, 8)
    if (day !== today) keys.clear()
    today = day
    // The secret itself is no key of a map that a dump of memory would show in clear.
    const name = `${sha256(secretAccessKey)} ${day} ${region} ${service}`
    let key = keys.get(name)
    if (!key) {
      key = ['aws4_request', service, region, day].reduceRight<Buffer>(
        (from, part) => hmac(from, part),
        Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
      )
      const oldest = keys.size >= mostKeys ? keys.keys().next().value : undefined
      if (oldest !== undefined) keys.delete(oldest)
      keys.set(name, key)
    }
    return createHmac('sha256', key).update(text).digest('hex')
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

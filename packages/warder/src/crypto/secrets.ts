import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** One data key in clear, in memory only. The first of a list seals and signs; all of them open. */
export type DataKey = { id: string; key: Buffer }

/** Sealing and authentication under the data keys. What is made for one context opens in no other. */
export type Secrets = {
  /** AES-256-GCM, bound to `context` (NIST SP 800-38D). */
  seal: (context: string, plain: string | Buffer) => string
  /** Undefined when it was altered, belongs to another context, or its key is gone. */
  open: (context: string, sealed: string) => Buffer | undefined
  /** HMAC-SHA-256 under a key derived for `purpose` (RFC 5869), prefixed with the data key's id. */
  mac: (purpose: string, text: string) => string
  macMatches: (purpose: string, text: string, presented: string) => boolean
}

export function secretsFrom(keys: readonly DataKey[]): Secrets {
  const current = keys[0]
  if (!current) throw new Error('there is no data key')
  const derived = new Map<string, Buffer>()

  const subkey = (dataKey: DataKey, purpose: string): Buffer => {
    const name = `${dataKey.id} ${purpose}`
    const found = derived.get(name)
    if (found) return found
    const made = Buffer.from(hkdfSync('sha256', dataKey.key, '', purpose, 32))
    derived.set(name, made)
    return made
  }
  const byId = (id: string | undefined) => keys.find((key) => key.id === id)

  return {
    seal: (context, plain) => `${current.id}.${sealUnder(subkey(current, 'seal'), context, plain)}`,
    open: (context, sealed) => {
      const [id, box] = split(sealed)
      const key = byId(id)
      return key && openUnder(subkey(key, 'seal'), context, box)
    },
    mac: (purpose, text) => `${current.id}.${macUnder(subkey(current, purpose), text).toString('base64url')}`,
    macMatches: (purpose, text, presented) => {
      const [id, tag] = split(presented)
      const key = byId(id)
      if (!key) return false
      // The texts are compared, not what they decode to: one value has one spelling.
      const expected = Buffer.from(macUnder(subkey(key, purpose), text).toString('base64url'))
      const actual = Buffer.from(tag)
      return actual.length === expected.length && timingSafeEqual(actual, expected)
    },
  }
}

/** Seals under a key of the caller's own, for what the database alone must not be able to read. */
export function sealUnder(key: Buffer, context: string, plain: string | Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url')
}

export function openUnder(key: Buffer, context: string, sealed: string): Buffer | undefined {
  const box = Buffer.from(sealed, 'base64url')
  if (box.length < 28) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(context)).setAuthTag(box.subarray(-16))
  try {
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()])
  } catch {
    return undefined
  }
}

function macUnder(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function split(text: string): [string, string] {
  const dot = text.indexOf('.')
  return [text.slice(0, dot), text.slice(dot + 1)]
}

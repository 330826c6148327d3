import { createHash, createHmac } from 'node:crypto'
import { canonicalQuery } from '@warder/protocol'
import type { Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'

export type HmacAlgorithm = 'sha256' | 'sha384' | 'sha512' | 'sha1'

/**
 * How an API wants its requests signed, as data. In `message` and in the values of `headers` these stand for parts of the
 * request: `{method}`, `{host}`, `{path}`, `{query}`, `{query:sorted}`, `{target}` (path and query as sent), `{body}`,
 * `{body:sha256:hex}` (any hash, `hex`, `base64` or `base64url`), `{timestamp:unix}`, `{timestamp:ms}`, `{timestamp:iso}`,
 * `{nonce}`, `{header:name}`, `{key_id}`, and in headers `{signature}`.
 */
export type HmacTemplate = {
  algorithm: HmacAlgorithm
  message: string
  headers: Readonly<Record<string, string>>
  /** How the key's text is turned into bytes; `utf8` where absent. */
  keyEncoding?: 'utf8' | 'hex' | 'base64'
  output?: Encoding
  /** Allows SHA-1, which old APIs still ask for. */
  legacy?: true
}

type Encoding = 'hex' | 'base64' | 'base64url'

/** What differs from request to request. */
export type Moment = { now: number; nonce: string; key_id: string }

/** Signs a request by a template: sets its headers. Pure but for that. @throws OutboundError CONFIG_INVALID, BODY_NOT_REPLAYABLE */
export function signByTemplate(
  request: Outgoing,
  template: HmacTemplate,
  key: string,
  moment: Moment,
): { message: string } {
  const fill = (text: string, signature?: string) =>
    text.replace(/\{([a-z_0-9]+)(?::([^{}]+))?\}/g, (_, name: string, option: string | undefined) =>
      partOf(request, moment, name, option, signature),
    )
  const message = fillBytes(request, template, moment)
  const bytes = Buffer.from(key, template.keyEncoding ?? 'utf8')
  const signature = createHmac(template.algorithm, bytes)
    .update(message)
    .digest(template.output ?? 'hex')
  for (const [name, value] of Object.entries(template.headers))
    request.headers.set(name, fill(value, signature))
  return { message: message.toString('utf8') }
}

/** The body goes in as the bytes that are sent, never as text that was decoded and encoded again. */
function fillBytes(request: Outgoing, { message }: HmacTemplate, moment: Moment): Buffer {
  const pieces = message.split(/(\{[a-z_0-9]+(?::[^{}]+)?\})/)
  return Buffer.concat(
    pieces.map((piece) => {
      if (piece === '{body}') return Buffer.from(bytesOf(request))
      const [, name, option] = /^\{([a-z_0-9]+)(?::([^{}]+))?\}$/.exec(piece) ?? []
      return Buffer.from(name === undefined ? piece : partOf(request, moment, name, option), 'utf8')
    }),
  )
}

function partOf(
  request: Outgoing,
  { now, nonce, key_id }: Moment,
  name: string,
  option: string | undefined,
  signature?: string,
): string {
  const { url, headers } = request
  switch (name) {
    case 'method':
      return request.method.toUpperCase()
    case 'host':
      return url.host
    case 'path':
      return url.pathname
    case 'query':
      return option === 'sorted' ? canonicalQuery(url.search.slice(1)) : url.search.slice(1)
    case 'target':
      return url.pathname + url.search
    case 'timestamp':
      return timestamp(now, option)
    case 'nonce':
      return nonce
    case 'key_id':
      return key_id
    case 'header':
      return headers.get(option ?? '') ?? ''
    case 'body':
      return bodyPart(request, option)
    case 'signature':
      if (signature !== undefined) return signature
  }
  throw new OutboundError('CONFIG_INVALID', `a signature template has no part {${name}}`)
}

function timestamp(now: number, form: string | undefined): string {
  if (form === 'ms') return String(now)
  return form === 'iso' ? new Date(now).toISOString() : String(Math.floor(now / 1000))
}

function bodyPart(request: Outgoing, option: string | undefined): string {
  const bytes = bytesOf(request)
  if (option === undefined) return Buffer.from(bytes).toString('utf8')
  const [algorithm = '', encoding = 'hex'] = option.split(':')
  if (
    !['sha256', 'sha384', 'sha512'].includes(algorithm) ||
    !['hex', 'base64', 'base64url'].includes(encoding)
  )
    throw new OutboundError('CONFIG_INVALID', `a signature template has no part {body:${option}}`)
  return createHash(algorithm)
    .update(bytes)
    .digest(encoding as Encoding) // as was just checked
}

function bytesOf({ body }: Outgoing): Uint8Array {
  if (body === null) return new Uint8Array()
  if (body instanceof Uint8Array) return body
  throw new OutboundError(
    'BODY_NOT_REPLAYABLE',
    'this signature is over the body, and the body is a stream',
    {
      hint: 'Send the body as a string or as bytes.',
    },
  )
}

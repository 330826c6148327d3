import { Problem, repeatsMember } from '@warder/protocol'
import * as z from 'zod'
import type { Maybe } from '../after.ts'
import type { Answer } from './answer.ts'
import type { Dialect } from './errors.ts'
import type { Limit } from './limit.ts'
import { route, type Call, type Guard, type Method, type Route } from './router.ts'
import type { Request } from './wire/request.ts'

/** 64 KiB: more than any form or document of ours, less than anything that hurts to parse. */
export const maxBytes = 64 * 1024
const maxParameters = 100
const maxDepth = 20

/** The field of a token of ours: bounded before anything looks it up. */
export const tokenField = z.string().min(1, 'is required').max(512, 'is not a token of ours')

/**
 * Reads a JSON body and checks it; what is wrong is said field by field (RFC 9457 §3.2, RFC 6901 pointers).
 *
 * @param max bytes, where it may be longer than a document of ours
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  types: readonly string[] = ['application/json'],
  max = maxBytes,
): Promise<z.output<S>> {
  if (!types.includes(mediaType(request))) {
    throw new Problem('unsupported_media_type', {
      detail: `Send JSON with Content-Type: ${types.join(' or ')}.`,
    })
  }
  return check(schema, parseJson(await readText(request, max)))
}

type Reader = <S extends z.ZodType>(request: Request, schema: S) => Promise<z.output<S>>

function takingBy(reader: Reader, optional: boolean) {
  return <C, S extends z.ZodType>(
    method: Method,
    path: string,
    limit: Limit,
    guard: Guard<C>,
    dialect: Dialect,
    body: S,
    handle: (call: Call<C>, read: () => Promise<z.output<S>>) => Maybe<Answer>,
  ): Route => {
    const handler = (call: Call<C>) => handle(call, () => reader(call.request, body))
    const described = () => Promise.resolve({ body, optional })
    return { ...route(method, path, limit, guard, dialect, handler), described }
  }
}

/** A row of a route table that takes JSON: `read` reads and checks it, once the handler has looked at whatever comes first. */
export const taking = takingBy(readJson, false)

/** The same where the body may be left out. */
export const takingIfSent = takingBy(readOptionalJson, true)

/** A row whose guard, or what it leads to, reads the body. */
export function describing(row: Route, body: () => Promise<z.ZodType>): Route {
  return { ...row, described: async () => ({ body: await body() }) }
}

/** Like `readJson` for a body that may be left out. */
export async function readOptionalJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S>> {
  if (request.headers.get('content-type') === null) {
    if ((await readText(request)) === '') return check(schema, {})
  }
  return readJson(request, schema)
}

export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: absent })
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({
    pointer: issue.path
      .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join(''),
    detail: issue.message,
  }))
  throw new Problem('invalid_input', {
    detail: 'Some fields need another value; see errors.',
    errors: errors.slice(0, 50),
  })
}

/** What is said of a field that is not there; of anything else the schema speaks. */
function absent(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined
}

/**
 * Reads a form body (application/x-www-form-urlencoded); nothing else is taken for one.
 *
 * @param max bytes, where it may be longer than a form of ours
 */
export async function readForm(request: Request, max = maxBytes): Promise<URLSearchParams> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    throw new Problem('unsupported_media_type', {
      detail: 'Send a form with Content-Type: application/x-www-form-urlencoded.',
    })
  }
  const form = new URLSearchParams(await readText(request, max))
  if (form.size > maxParameters)
    throw new Problem('malformed_request', { detail: `A form may have ${maxParameters} fields.` })
  for (const [name, value] of form) refuseReplaced(name + value)
  return form
}

/** RFC 9110 §8.3.1: the type without its parameters, in lower case. */
export function mediaType(request: Request): string {
  const type = request.headers.get('content-type') ?? ''
  const semicolon = type.indexOf(';')
  return (semicolon === -1 ? type : type.slice(0, semicolon)).trim().toLowerCase()
}

/** The body as text, refused before it is read when it says it is too long, and at the limit when it does not. */
async function readText(request: Request, max = maxBytes): Promise<string> {
  if (request.headers.get('content-encoding')) {
    throw new Problem('unsupported_media_type', { detail: 'Send the body without Content-Encoding.' })
  }
  const length = request.headers.get('content-length')
  if (length !== null) {
    if (Number(length) > max) throw tooLarge(max)
    return refuseReplaced(await request.text())
  }
  return refuseReplaced(await readStream(request, max))
}

/**
 * RFC 8259 §8.1, RFC 6749 appendix B: UTF-8 and nothing else. Reading puts U+FFFD where a text is not, and two secrets that
 * differ would be one.
 */
function refuseReplaced(text: string): string {
  if (text.includes('\uFFFD'))
    throw new Problem('malformed_request', { detail: 'The body is not valid UTF-8.' })
  return text
}

async function readStream(request: Request, max: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const body: AsyncIterable<Uint8Array> | null = request.body
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > max) throw tooLarge(max)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function tooLarge(max: number): Problem {
  return new Problem('payload_too_large', {
    detail: `The body may have ${max} bytes.`,
    headers: { connection: 'close' },
  })
}

function parseJson(text: string): unknown {
  if (depth(text) > maxDepth)
    throw new Problem('malformed_request', { detail: 'The JSON is nested too deeply.' })
  const value = parsed(text)
  // RFC 8259 §4: which of two members of one name counts differs between programs, so neither does.
  if (repeatsMember(text))
    throw new Problem('malformed_request', { detail: 'The JSON names a member twice.' })
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('__proto__')
      // RFC 8259 §8.2: half of a character, which is another text wherever it is written as UTF-8.
      if (typeof value === 'string' && !value.isWellFormed()) throw new SyntaxError('surrogate')
      return value
    })
  } catch {
    // Without what the parser says: it repeats a part of the text, which may be a password.
    throw new Problem('malformed_request', { detail: 'The body is not valid JSON.' })
  }
}

/** How deeply brackets nest, strings aside; counted first, because JSON.parse recurses. */
function depth(text: string): number {
  let deepest = 0
  let open = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 92) i++
      else if (c === 34) quoted = false
    } else if (c === 34) quoted = true
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++open)
    else if (c === 125 || c === 93) open--
  }
  return deepest
}

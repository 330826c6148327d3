import { styleText } from 'node:util'
import type { LogLevel } from './config/config.ts'

/**
 * Every field a line may carry. Redaction by construction: a password, a token or a cookie has no
 * field here, so no line can hold one, whatever a caller passes.
 */
const names = [
  'request_id',
  'method',
  'path',
  'route',
  'status',
  'ms',
  'address',
  'user_id',
  'client_id',
  'tenant_id',
  'session_id',
  'key_id',
  'event',
  'outcome',
  'code',
  'reason',
  'kind',
  'channel',
  'job',
  'attempt',
  'count',
  'dropped',
  'signal',
  'host',
  'port',
  'url',
  'file',
  'version',
  'setup_link',
] as const

type Value = string | number | boolean | null | undefined

/** `error` may be anything that was caught: it is written with its stack and its causes. */
export type LogFields = { readonly [F in (typeof names)[number]]?: Value } & { readonly error?: unknown }

/** Structured log: fields first, then a sentence without values in it. */
export type Log = {
  debug(fields: LogFields, text: string): void
  info(fields: LogFields, text: string): void
  warn(fields: LogFields, text: string): void
  error(fields: LogFields, text: string): void
}

export type LogOptions = {
  level: LogLevel
  /** One JSON document per line, or one readable line. */
  style: 'json' | 'readable'
  /** Takes one whole line with its line feed. It must not block and must not throw. */
  write: (line: string) => void
  color?: boolean
  time?: () => Date
}

const order: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 }

/** The longest text in a line, in UTF-16 units. A user agent of a megabyte is somebody else's idea. */
const longest = 2000

/** A log that writes lines of one style at and above one level. @see ATTACKS LP-03 */
export function createLog({ level, style, write, color = false, time = () => new Date() }: LogOptions): Log {
  const line = (at: LogLevel) => (fields: LogFields, text: string) => {
    if (order[at] < order[level]) return
    write(
      style === 'json' ? jsonLine(at, time(), fields, text) : readableLine(at, time(), fields, text, color),
    )
  }
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/** Says nothing: for programs that embed Warder without a log, and for tests. */
export const silent: Log = createLog({ level: 'error', style: 'json', write: () => undefined })

function listed(fields: LogFields): [name: string, value: string | number | boolean | null][] {
  const kept: [string, string | number | boolean | null][] = []
  for (const name of names) {
    const value = fields[name]
    if (value !== undefined) kept.push([name, typeof value === 'string' ? cut(value) : value])
  }
  if (fields.error !== undefined) kept.push(['error', cut(describe(fields.error))])
  return kept
}

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)

// JSON escapes C0 itself. The rest ends a line for some readers (U+0085, U+2028, U+2029) or drives a terminal (C1).
const unsafeInJson = /[\u007f-\u009f\u2028\u2029]/g
// In a line for people: the same, and what hides or turns text around.
const unsafeToRead = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function jsonLine(level: LogLevel, time: Date, fields: LogFields, text: string): string {
  const document = { level, time: time.toISOString(), ...Object.fromEntries(listed(fields)), msg: cut(text) }
  return `${JSON.stringify(document).replace(unsafeInJson, escaped)}\n`
}

const colors = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red' } as const

function readableLine(level: LogLevel, time: Date, fields: LogFields, text: string, color: boolean): string {
  const word = level.padEnd(5)
  const pairs = listed(fields).map(([name, value]) => `${name}=${String(value)}`)
  const rest = [cut(text), ...pairs].join('  ').replace(unsafeToRead, escaped)
  const head = color ? styleText(colors[level], word, { validateStream: false }) : word
  return `${time.toISOString().slice(11, 19)} ${head} ${rest}\n`
}

/** The error with its stack, then its causes, of which the innermost usually has the reason. */
function describe(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `thrown: ${typeof error}`
  const own = error.stack ?? `${error.name}: ${error.message}`
  // A chain of causes may be a ring.
  if (error.cause === undefined || depth === 4) return own
  return `${own.slice(0, longest / 2)} <- ${describe(error.cause, depth + 1)}`
}

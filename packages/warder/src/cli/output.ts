import { styleText } from 'node:util'
import type { Failure } from './failure.ts'

/** What a command has to say: one JSON document, and the same for people. */
export type Answer = { value: unknown; text: string }

export function printAnswer({ value, text }: Answer, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`)
}

export function printFailure({ code, message }: Failure, json: boolean): void {
  if (json) return void process.stderr.write(`${JSON.stringify({ error: { code, message } })}\n`)
  const lines = message
    .split('\n')
    .map((line) => `${styleText('red', 'error:', { stream: process.stderr })} ${plain(line)}`)
  process.stderr.write(`${lines.join('\n')}\n`)
}

/** Tells that long work goes on: on a terminal only, and never where the answer goes. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${plain(text)}\n`)
}

/** Text from the database or from outside, which must not drive the terminal it is shown on. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '�')
}

/** Names and values below each other. */
export function pairs(rows: readonly (readonly [name: string, value: unknown])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`).join('\n')
}

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cells = [head, ...rows.map((row) => row.map(shown))]
  const widths = head.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)))
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-'
  if (Array.isArray(value)) return value.length === 0 ? '-' : plain(value.join(' '))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return plain(typeof value === 'object' ? JSON.stringify(value) : String(value as string | number))
}

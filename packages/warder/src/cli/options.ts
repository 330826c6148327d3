import { readFileSync } from 'node:fs'
import { InvalidArgumentError, Option } from 'commander'
import { CliError } from './failure.ts'
import { text, type Options } from './verb.ts'

export const tenant = (): Option => new Option('--tenant <slug>', 'tenant (default: default)')

/** How long a list is, and where it goes on. `prefix` is that of the ids in it. */
export const paging = (prefix: string, or = '(?!)'): Option[] => [
  new Option('--limit <number>', 'how many, at most 200 (default: 50)').argParser(limitOf),
  new Option('--cursor <cursor>', 'where the last list ended').argParser((value: string) => {
    if (new RegExp(`^(?:${prefix}_[0-9a-z]{1,520}|${or})$`).test(value)) return value
    throw new InvalidArgumentError('It is no place where a list ended.')
  }),
]

/** What `paging` read. */
export function pageIn(options: Options): { limit: number; cursor?: string } {
  const cursor = text(options, 'cursor')
  return { limit: Number(text(options, 'limit') ?? 50), ...(cursor !== undefined && { cursor }) }
}

function limitOf(value: string): string {
  if (!/^\d{1,3}$/.test(value) || Number(value) < 1 || Number(value) > 200) {
    throw new InvalidArgumentError('It is a number from 1 to 200.')
  }
  return value
}

/** Of an option whose value is a count. Which ones are allowed is said by whoever takes it. */
export function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It is no whole number.')
}

/** What is in a file that an option names. @throws CliError */
export function bytesNamed(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('usage', `${file} cannot be read: ${reason}`, 2, error)
  }
}

/** The same as text. */
export const fileNamed = (file: string): string => bytesNamed(file).toString('utf8')

/** Without what was not given. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

import { parseArgs } from 'node:util'

/** How a row is measured. */
export type Settings = {
  rounds: number
  /** Measured seconds of each round, and the seconds before them that do not count. */
  seconds: number
  warmup: number
  connections: number
  /** Shows progress. */
  say: (line: string) => void
}

export const usage = `npm run bench -- ROW [--rounds 5] [--seconds 4] [--warmup 2] [--connections 32]
npm run bench -- list`

/**
 * Reads the command line.
 *
 * @throws Error that names the option when a value is not a positive number or an option is unknown
 */
export function readArguments(args: readonly string[]): { row: string | undefined; settings: Settings } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      warmup: { type: 'string', default: '2' },
      connections: { type: 'string', default: '32' },
    },
  })
  const number = (name: keyof typeof values, whole: boolean): number => {
    const value = Number(values[name])
    if (value > 0 && (!whole || Number.isInteger(value))) return value
    throw new Error(`--${name} must be a positive ${whole ? 'whole ' : ''}number, not ${values[name]}`)
  }
  if (positionals.length > 1) throw new Error('one row at a time')
  return {
    row: positionals[0],
    settings: {
      rounds: number('rounds', true),
      seconds: number('seconds', false),
      warmup: number('warmup', false),
      connections: number('connections', true),
      say: (line) => console.error(line),
    },
  }
}

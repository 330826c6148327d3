import { InvalidArgumentError, Option, type Command } from 'commander'
import type { BuildOptions } from '../../risk/breach/build.ts'
import { CliError } from '../failure.ts'
import { pairs, progress, type Answer } from '../output.ts'
import { text, verb, type Options } from '../verb.ts'

export function breachCommands(program: Command): void {
  const breach = program.command('breach').description('stolen passwords: build, verify')
  verb(breach, {
    name: 'build',
    summary: 'Make the file that new passwords are looked up in without asking anybody.',
    example: 'warder breach build --input pwned-passwords.txt --output breach.filter',
    options: [
      new Option(
        '--input <path>',
        'lines HASH:COUNT of SHA-1, a directory of range files, or - for standard input',
      ).makeOptionMandatory(),
      new Option('--output <file>', 'file to make, for breach.filter').makeOptionMandatory(),
      new Option('--plain', 'the lines are passwords themselves'),
      new Option('--error-rate <number>', 'how often a good password may be taken for a stolen one')
        .argParser(rate)
        .default(0.001),
    ],
    run: build,
  })
  verb(breach, {
    name: 'verify <file>',
    summary: 'Read a whole file and compare its checksum.',
    example: 'warder breach verify breach.filter',
    run: (_options, [file = '']) => verify(file),
  })
}

async function build(options: Options): Promise<Answer> {
  const { buildFilter } = await import('../../risk/breach/build.ts')
  const output = text(options, 'output') ?? ''
  const input = text(options, 'input') ?? ''
  const asked: BuildOptions = {
    input: input === '-' ? process.stdin : input,
    output,
    kind: options['plain'] === true ? 'passwords' : 'hashes',
    error_rate: Number(options['errorRate']),
    progress,
  }
  const { count, bytes, error_rate } = await buildFilter(asked).catch(told)
  return shown({ file: output, passwords: count, bytes, error_rate })
}

async function verify(file: string): Promise<Answer> {
  const { verifyFilter } = await import('../../risk/breach/verify.ts')
  const { count, error_rate } = await verifyFilter(file)
  return shown({ file, passwords: count, error_rate, intact: true })
}

/** What is wrong with the input or the output is the operator's to mend, in one sentence. */
async function told(error: unknown): Promise<never> {
  const { InputError } = await import('../../risk/breach/lines.ts')
  if (error instanceof InputError) throw new CliError('invalid_input', `${error.message}.`)
  throw error
}

function shown(value: Record<string, string | number | boolean>): Answer {
  const rate = Number(value['error_rate']).toPrecision(2)
  return { value, text: pairs(Object.entries({ ...value, error_rate: rate })) }
}

function rate(words: string): number {
  const value = Number(words)
  if (value >= 0.0001 && value <= 0.1) return value
  throw new InvalidArgumentError('It is a number from 0.0001 to 0.1.')
}

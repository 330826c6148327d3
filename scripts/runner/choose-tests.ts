import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'

export type Choice = { files: string[]; names: RegExp[] }

const everything = [
  'packages/*/{src,test}/**/*.test.ts',
  'scripts/**/*.test.ts',
  'test/**/*.test.ts',
  'bench/**/*.test.ts',
  'examples/**/*.test.ts',
]
// Hours of load and kills; asked for by its path.
const longRunning = /^test\/fault\/long\//

/** Where the words of every name are written: in the tests, or in the tables of the code that they run through. */
const written = [
  'packages/*/src/**/*.ts',
  'test/**/*.ts',
  'scripts/**/*.ts',
  'bench/**/*.ts',
  'examples/**/*.ts',
]

/** The arguments name no test. `message` says which one, before anything is started. */
export class NoSuchTest extends Error {
  override readonly name = 'NoSuchTest'
}

/**
 * What `npm test -- …` asks for: an argument that is a file, a folder or a glob chooses files, any other one is part of
 * a test's name. `--test-name-pattern` is a pattern of names, as Node takes it.
 *
 * @throws NoSuchTest
 */
export function chooseTests(args: readonly string[]): Choice {
  const { words, patterns } = readArguments(args)
  const paths = words.filter(isPath)
  const names = words.filter((word) => !isPath(word))
  for (const name of names) refuseUnwritten(name)
  const files =
    paths.length > 0 ? paths.flatMap(testsUnder) : testsIn(everything).filter((f) => !longRunning.test(f))
  if (files.length === 0) throw new NoSuchTest(`There is no test file under ${paths.join(' ')}.`)
  return { files: [...new Set(files)].toSorted(), names: [...names.map(asItIsWritten), ...patterns] }
}

function readArguments(args: readonly string[]): { words: string[]; patterns: RegExp[] } {
  const options = { 'test-name-pattern': { type: 'string', multiple: true } } as const
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    return {
      words: positionals,
      patterns: (values['test-name-pattern'] ?? []).map((source) => new RegExp(source)),
    }
  } catch (error) {
    throw new NoSuchTest(error instanceof Error ? error.message : String(error))
  }
}

const asItIsWritten = (name: string): RegExp => new RegExp(name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i')

/** A mistyped path or word would start every service and run nothing. */
function refuseUnwritten(name: string): void {
  const [folder = ''] = /^[\w.-]+(?=\/)/.exec(name) ?? []
  if (existsSync(folder) || /\.[cm]?[jt]s$/.test(name)) throw new NoSuchTest(`There is no file ${name}.`)
  const texts = globSync(written, { exclude: ['**/node_modules/**'] }).map((file) =>
    readFileSync(file, 'utf8').toLowerCase(),
  )
  const unwritten = name
    .toLowerCase()
    .match(/\p{L}{4,}/gu)
    ?.find((word) => !texts.some((text) => text.includes(word)))
  if (unwritten !== undefined)
    throw new NoSuchTest(`There is no file ${name}, and no test has ${unwritten} in its name.`)
}

function isPath(arg: string): boolean {
  return arg.includes('*') || existsSync(arg)
}

function testsUnder(path: string): string[] {
  if (path.includes('*')) return testsIn([path])
  return statSync(path).isDirectory() ? testsIn([`${path.replace(/\/+$/, '')}/**/*.test.ts`]) : [path]
}

function testsIn(patterns: readonly string[]): string[] {
  return globSync(patterns, { exclude: ['**/node_modules/**', '**/dist/**'] })
}

import { existsSync, globSync, statSync } from 'node:fs'

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

/**
 * What `npm test -- …` asks for: an argument that is a file, a folder or a glob chooses files, any other one is part of
 * a test's name.
 */
export function chooseTests(args: readonly string[]): Choice {
  const paths = args.filter(isPath)
  const names = args
    .filter((arg) => !isPath(arg))
    .map((arg) => new RegExp(arg.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i'))
  const files =
    paths.length > 0 ? paths.flatMap(testsUnder) : testsIn(everything).filter((f) => !longRunning.test(f))
  return { files: [...new Set(files)].toSorted(), names }
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

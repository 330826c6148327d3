import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a process runs: the file that it is started with, and the tests that come of it. Both as Node names files. */
export type Part = { entry: string; files: string[] }

const together = 12

/** These start programs, which they wait for, or look at what belongs to the whole process, such as queries that are built once. */
const apart =
  /^(?:bench|examples|scripts|packages\/browser|test\/(?:cli|deploy|fault|flow\/examples|store))\//
const byContent = /\/support\/browser\.ts'|registerHooks|KyselyPlugin/

/**
 * Nearly every file of tests needs the whole of Warder, and to read and compile it costs more than the tests do. So a dozen of
 * them run one after the other in a process. Those that have one for themselves come first: they take the longest.
 *
 * @param folder for the entries of the shared processes
 */
export function shareProcesses(files: readonly string[], folder: string): Part[] {
  const [alone, shared]: [string[], string[]] = [[], []]
  for (const file of files) (isApart(file) ? alone : shared).push(file)
  const parts = alone.map((file): Part => ({ entry: file, files: [file] }))
  for (let at = 0; at < shared.length; at += together)
    parts.push(partOf(shared.slice(at, at + together), join(folder, `${at / together}.test.mjs`)))
  return parts
}

const isApart = (file: string): boolean => apart.test(file) || byContent.test(readFileSync(file, 'utf8'))

function partOf(files: string[], entry: string): Part {
  const [only] = files
  if (files.length === 1 && only !== undefined) return { entry: only, files }
  const lines = files.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)).href)}\n`)
  writeFileSync(entry, lines.join(''))
  return { entry: relative(process.cwd(), entry), files }
}

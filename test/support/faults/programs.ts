import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { findProgram } from '../../../scripts/parts/find-program.ts'
import { ensureParts, type Part } from '../../../scripts/parts/install.ts'

const faketime: Part = {
  name: 'libfaketime',
  packages: ['libfaketime'],
  find: () => globSync('/usr/lib/{*/,}faketime/libfaketime.so.1')[0],
}

const strace: Part = { name: 'strace', packages: ['strace'], find: () => findProgram(['strace']) }

function ensured(part: Part): string {
  const [path] = ensureParts([part], (line) => console.log(line))
  return path ?? part.name
}

/** Where the library is that shows another time to a program, installed when it is missing. @throws PartMissing */
export const faketimeLibrary = (): string => ensured(faketime)

/** The program that watches system calls and makes them fail, installed when it is missing. @throws PartMissing */
export const straceProgram = (): string => ensured(strace)

/** Runs a program that only root may run, or whoever may become root without a word. @throws when it fails */
export function asRoot(program: string, ...args: string[]): void {
  const elevate = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const [first = program, ...rest] = [...elevate, program, ...args]
  const { status, stderr, error } = spawnSync(first, rest, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}, which needs root: ${stderr ?? error}`)
}

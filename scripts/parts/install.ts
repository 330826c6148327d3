import { spawnSync } from 'node:child_process'
import { findProgram } from './find-program.ts'

/** Something a service needs: how it is found, and the Debian packages that bring it. */
export type Part = {
  name: string
  find: () => string | undefined
  packages: readonly string[]
  /** What does as well, where it is not there and cannot be installed. */
  instead?: () => string | undefined
}

/** A part that is neither there nor could be installed. The message names it and what a person can do. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing'
}

type Say = (line: string) => void

/**
 * Makes sure that every part is on this machine, installing the missing ones in one go with apt-get.
 * @returns where each part is, in the order given
 * @throws PartMissing when one cannot be had
 */
export function ensureParts(parts: readonly Part[], say: Say): string[] {
  const missing = parts.filter((part) => part.find() === undefined)
  if (missing.length > 0) install(missing, say)
  return parts.map((part) => {
    const path = part.find() ?? part.instead?.()
    if (path === undefined) throw new PartMissing(`${part.name} is missing. ${remedy(part)}`)
    return path
  })
}

function remedy(part: Part): string {
  if (!findProgram(['apt-get']))
    return `Install it so that its program is in PATH (package: ${part.packages.join(' ')})`
  return `Run: sudo apt-get update && sudo apt-get install -y ${part.packages.join(' ')}`
}

function install(missing: readonly Part[], say: Say): void {
  const names = missing.map((part) => part.name).join(' and ')
  const elevate = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  // `sudo -n` never asks: without a terminal a question for a password would hang for ever.
  if (!findProgram(['apt-get']) || (elevate[0] && spawnSync('sudo', ['-n', 'true']).status !== 0)) return

  const packages = missing.flatMap((part) => part.packages)
  say(`${names} not found, installing ${packages.join(' ')} with apt-get (a minute or two)`)
  const apt = (...args: string[]): boolean => aptGet(elevate, args)
  // Package lists are absent in small images and stale in old ones: both show as a failed first try.
  if (!apt('install', '-y', '--no-install-recommends', ...packages)) {
    say('refreshing the package lists')
    apt('update')
    apt('install', '-y', '--no-install-recommends', ...packages)
  }
}

/** Whether this machine's package lists have it. Without lists nothing is known, and nothing is offered. */
export function isOffered(name: string): boolean {
  const lists = findProgram(['apt-cache'])
  return !!lists && /Candidate: \d/.test(spawnSync(lists, ['policy', name], { encoding: 'utf8' }).stdout)
}

function aptGet(elevate: readonly string[], args: readonly string[]): boolean {
  // RUNLEVEL=1 keeps the packages from starting a service of their own. Another apt-get is waited for.
  const command = [...elevate, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-q']
  const [program = 'env', ...rest] = [...command, '-o', 'DPkg::Lock::Timeout=300', ...args]
  const result = spawnSync(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (result.status !== 0) process.stderr.write(result.stderr)
  return result.status === 0
}

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../harness/paths.ts'

type Package = { version: string; dependencies?: Record<string, string> }

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Package

/** Everything that was measured, by version: peers are pinned exactly, so their `package.json` entry is the version. */
export function versions(): string {
  const peers = Object.entries(read('bench/package.json').dependencies ?? {})
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const all = [[`warder`, `${read('packages/warder/package.json').version} (${commit})`], ...peers]
  return `${all.map(([name, version]) => `${name} ${version}`).join(', ')}.`
}

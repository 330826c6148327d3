import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'

/** Installs the peers into `bench/node_modules`, once. Nothing of Warder uses what lies there. */
export function installPeers(say: (line: string) => void): void {
  if (existsSync(join(root, 'bench', 'node_modules', '.package-lock.json'))) return
  say('installing the servers to compare with into bench/node_modules …')
  const { status } = spawnSync('npm', ['ci', '--prefix', 'bench', '--no-progress'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('npm ci --prefix bench failed: see above')
}

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../harness/paths.ts'

/** The packages that a server is installed from, by their folder here. */
const published = { warder: 'warder', protocol: '@warder/protocol' }

/**
 * Builds Warder, packs it and installs it into a temporary folder, as it would come from a registry: without sources. What it
 * depends on is linked from this project.
 *
 * @returns the program to start, and how to be rid of it
 */
export function installPublished(): { main: string; remove: () => void } {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('npm run build failed: see above')

  const folder = mkdtempSync(join(tmpdir(), 'warder-published-'))
  const modules = join(folder, 'node_modules')
  for (const [source, name] of Object.entries(published)) {
    const target = join(modules, name)
    mkdirSync(target, { recursive: true })
    const pack = ['pack', '--silent', '--pack-destination', folder]
    const archive = execFileSync('npm', pack, {
      cwd: join(root, 'packages', source),
      encoding: 'utf8',
    }).trim()
    execFileSync('tar', ['-xzf', join(folder, archive), '--strip-components=1', '-C', target])
  }
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const ours = name === 'warder' || name === '@warder' || name.startsWith('.')
    if (!ours) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  return {
    main: join(modules, 'warder', 'bin', 'warder.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

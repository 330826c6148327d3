import { execFile } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { buildPackages, packages } from './packages.ts'

const run = promisify(execFile)

export type Manifest = {
  name: string
  exports: Record<string, Record<string, string>>
  bin?: Record<string, string>
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export type Installed = {
  /** The folder whose `node_modules` has the packages, and nothing else but what they depend on. */
  folder: string
  /** The program to start. */
  main: string
  manifests: readonly Manifest[]
  remove: () => void
}

/**
 * Builds the packages from a copy of the checkout, packs them and installs the archives into a temporary folder, as they
 * would come from a registry: without sources. What they depend on is linked from the checkout.
 *
 * @throws Error when something does not build; then nothing is left behind
 */
export async function installPackages(root: string): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'warder-published-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const checkout = join(folder, 'checkout')
    copyCheckout(root, checkout)
    await buildPackages(checkout)
    const manifests = await install(checkout, folder)
    const needed = new Set(
      manifests.flatMap(({ dependencies, optionalDependencies }) =>
        Object.keys({ ...dependencies, ...optionalDependencies }),
      ),
    )
    for (const name of needed) {
      if (!isOurs(name)) link(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    }
    rmSync(checkout, { recursive: true })
    return { folder, main: join(folder, 'node_modules/warder/bin/warder.js'), manifests, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** What a build needs, in a place where it disturbs nobody who builds at the same time. */
function copyCheckout(root: string, checkout: string): void {
  const filter = (path: string) => !['dist', 'node_modules', 'test'].includes(basename(path))
  cpSync(join(root, 'packages'), join(checkout, 'packages'), { recursive: true, filter })
  for (const file of ['LICENSE', 'package.json', 'tsconfig.base.json'])
    copyFileSync(join(root, file), join(checkout, file))
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!isOurs(name)) link(join(root, 'node_modules', name), join(checkout, 'node_modules', name))
  }
  for (const name of packages) {
    const from = join(checkout, 'packages', name)
    link(from, join(checkout, 'node_modules', manifestIn(from).name))
  }
}

/** Unpacks the archive of every package where its importers find it. */
async function install(checkout: string, folder: string): Promise<Manifest[]> {
  const pack = ['pack', '--workspaces', '--silent', '--pack-destination', folder]
  await run('npm', pack, { cwd: checkout })
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  return Promise.all(
    archives.map(async (archive) => {
      const unpacked = mkdtempSync(join(folder, 'archive-'))
      await run('tar', ['-xzf', join(folder, archive), '--strip-components=1', '-C', unpacked])
      const manifest = manifestIn(unpacked)
      const target = join(folder, 'node_modules', manifest.name)
      mkdirSync(dirname(target), { recursive: true })
      renameSync(unpacked, target)
      return manifest
    }),
  )
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function isOurs(name: string): boolean {
  return name === 'warder' || name.startsWith('@warder')
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(from, to)
}

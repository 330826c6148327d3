import { execFile } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleBrowser } from './browser.ts'
import { bundleLibrary, bundleServer } from './bundle.ts'
import { keepReachable } from './declarations.ts'

const run = promisify(execFile)

/** In the order in which one needs the types of another. */
export const packages = ['protocol', 'guard', 'outbound', 'browser', 'warder'] as const

/**
 * Builds every package of a checkout: declarations by the compiler, and code by the bundler, because opening hundreds of files is
 * most of what a start costs. What pages load is one small file.
 *
 * @param root the folder of the checkout, with its dependencies installed
 * @throws Error with what the compiler or the bundler says
 */
export async function buildPackages(root: string): Promise<void> {
  for (const name of packages) {
    rmSync(join(root, 'packages', name, 'dist'), { recursive: true, force: true })
    await compile(root, name)
    keepReachable(join(root, 'packages', name, 'dist'), 'index.d.ts')
    copyFileSync(join(root, 'LICENSE'), join(root, 'packages', name, 'dist/LICENSE'))
    await bundle(name)(join(root, 'packages', name))
  }
}

function bundle(name: (typeof packages)[number]): (folder: string) => Promise<void> {
  if (name === 'warder') return bundleServer
  return name === 'browser' ? bundleBrowser : bundleLibrary
}

async function compile(root: string, name: string): Promise<void> {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const project = join(root, 'packages', name, 'tsconfig.build.json')
  try {
    await run(process.execPath, [compiler, '-p', project])
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    throw new Error(`${name} does not compile:\n${said}`, { cause: error })
  }
}

#!/usr/bin/env -S node --max-semi-space-size=16 --no-maglev
// Requests leave little behind, so the young generation need not grow to 128 MiB under load: 48 serve as well. The compiler
// between the first and the best one takes 2.4 MiB, and makes nothing quicker after the first second (docs/decisions/0068).
// Plain JavaScript that an old Node can read, so that it can say what to do. Everything else is in dist or src.
import { existsSync, realpathSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(realpathSync(fileURLToPath(import.meta.url)))
const built = join(here, '../dist/cli/main.js')
const source = join(here, '../src/cli/main.ts')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 19)) await start()
else await restart()

async function start() {
  rememberCompiled()
  // What is published has no sources. In the repository they run as they are, whatever a build left behind.
  const fromSources = existsSync(source)
  const [main, extension, format] = fromSources
    ? [source, '.ts', 'module-typescript']
    : [built, '.js', 'module']
  // Our packages where they are sources, or else what is published of this one.
  const ours = pathToFileURL(join(here, fromSources ? '../../' : '../dist/')).href
  const isOurs = (url = '') => url.startsWith(ours) && !url.includes('/node_modules/', ours.length)
  module.registerHooks({
    resolve(specifier, context, next) {
      // A file of ours that names another says where it is: nothing is looked for, and no package is asked what it is.
      if (specifier.startsWith('.') && specifier.endsWith(extension) && isOurs(context.parentURL))
        return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true }
      if (!fromSources || !specifier.startsWith('@warder/')) return next(specifier, context)
      return next(specifier, { ...context, conditions: [...context.conditions, 'warder-src'] })
    },
  })
  await import(pathToFileURL(main).href)
}

/**
 * Reading and compiling the sources is most of a start, so the result is kept, beside the code it was made
 * from: whoever can write there can change the code as well. Where nobody can, nothing is kept.
 */
function rememberCompiled() {
  const root = ancestorWith('node_modules')
  // Coverage counts what is compiled, not what is remembered.
  if (root === undefined || process.env.NODE_V8_COVERAGE) return
  module.enableCompileCache(join(root, 'node_modules/.cache/warder'))
}

/** The repository brings a Node of its own, which is used where the installed one is too old. */
async function restart() {
  const node = nodeOfProject()
  if (node === undefined) {
    process.stderr.write(
      `Warder needs Node 24.19 or newer and this is ${process.version}. Install it from https://nodejs.org, or run npm install in the project, which brings one.\n`,
    )
    process.exit(1)
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(
    node,
    ['--max-semi-space-size=16', '--no-maglev', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

function nodeOfProject() {
  const name = join('node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const root = ancestorWith(name)
  if (root === undefined) return undefined
  const node = join(root, name)
  return realpathSync(node) === realpathSync(process.execPath) ? undefined : node
}

function ancestorWith(name) {
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

#!/usr/bin/env node
// Plain JavaScript that an old Node can read, so that it can say what to do. Everything else is in dist or src.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(realpathSync(fileURLToPath(import.meta.url)))
const built = join(here, '../dist/cli/main.js')
const source = join(here, '../src/cli/main.ts')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 19)) await start()
else restart()

async function start() {
  if (existsSync(built)) return void (await import(pathToFileURL(built).href))
  // In the repository nothing is built: the packages are found as their sources.
  module.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, 'warder-src'] }),
  })
  await import(pathToFileURL(source).href)
}

/** The repository brings a Node of its own, which is used where the installed one is too old. */
function restart() {
  const node = nodeOfProject(here)
  if (node === undefined) {
    process.stderr.write(
      `Warder needs Node 24.19 or newer and this is ${process.version}. Install it from https://nodejs.org, or run npm install in the project, which brings one.\n`,
    )
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

function nodeOfProject(from) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  for (let folder = from; ; folder = dirname(folder)) {
    const node = join(folder, 'node_modules/.bin', name)
    if (existsSync(node) && realpathSync(node) !== realpathSync(process.execPath)) return node
    if (folder === dirname(folder)) return undefined
  }
}

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packageFolder = join(import.meta.dirname, '..')
const root = join(packageFolder, '../..')

/** Every block of TypeScript in the documents, with where it begins. */
const snippets = ['packages/guard/README.md', 'docs/guard.md'].flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length
    return { name: `${file}:${line}`, code }
  })
})

/** A server of a document listens on a port of its own, and lets the program end. */
const quietServers = `
import { Server } from 'node:net'
const listen = Server.prototype.listen
Server.prototype.listen = function (...given) {
  const done = given.filter((one) => typeof one === 'function')
  return listen.call(this.unref(), 0, '127.0.0.1', ...done)
}`

describe('what the documents say', () => {
  let folder: string
  const fileOf = (index: number) => join(folder, `snippet-${index}.ts`)
  before(() => {
    // Inside the package, where its imports are found.
    folder = mkdtempSync(join(packageFolder, 'test', '.documents-'))
    for (const [index, { code }] of snippets.entries()) writeFileSync(fileOf(index), `${code}\nexport {}\n`)
    writeFileSync(join(folder, 'quiet-servers.mjs'), quietServers)
    const compilerOptions = {
      noUnusedLocals: false,
      noUnusedParameters: false,
      noPropertyAccessFromIndexSignature: false,
    }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('has snippets', () => assert.ok(snippets.length >= 12))

  test('compiles', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    assert.equal(stdout, '')
  })

  for (const [index, { name }] of snippets.entries()) {
    test(`${name} runs`, async () => {
      const args = ['--conditions=warder-src', `--import=${join(folder, 'quiet-servers.mjs')}`, fileOf(index)]
      const { stderr } = await run(process.execPath, args, {
        env: { PATH: process.env['PATH'] ?? '' },
        timeout: 20_000,
      })
      assert.equal(stderr.replace(/^\{.*"event":"refused".*\n/gm, ''), '')
    })
  }
})

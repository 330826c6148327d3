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

/**
 * Runs each as a program does that imports it, one after the other in one process. A server of a document listens on a
 * port of its own and lets the program end.
 */
const runner = `
import { Server } from 'node:net'
const listen = Server.prototype.listen
Server.prototype.listen = function (...given) {
  const done = given.filter((one) => typeof one === 'function')
  return listen.call(this.unref(), 0, '127.0.0.1', ...done)
}
for (let index = 0; index < ${snippets.length}; index++) {
  const error = await import('./snippet-' + index + '.ts').then(() => null, (error) => String(error))
  console.log('')
  console.log(JSON.stringify({ index, error }))
}`

describe('what the documents say', () => {
  let folder: string
  const outcomes = new Map<number, string | null>()
  before(async () => {
    // Inside the package, where its imports are found.
    folder = mkdtempSync(join(packageFolder, 'test', '.documents-'))
    for (const [index, { code }] of snippets.entries())
      writeFileSync(join(folder, `snippet-${index}.ts`), `${code}\nexport {}\n`)
    writeFileSync(join(folder, 'runner.mjs'), runner)
    const { stdout } = await run(process.execPath, ['--conditions=warder-src', join(folder, 'runner.mjs')], {
      env: { PATH: process.env['PATH'] ?? '' },
      timeout: 60_000,
    })
    for (const [line] of stdout.matchAll(/^\{"index":.*$/gm)) {
      const { index, error } = JSON.parse(line) as { index: number; error: string | null }
      outcomes.set(index, error)
    }
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('has snippets', () => assert.ok(snippets.length >= 12))

  test('compiles', async () => {
    const unused = { noUnusedLocals: false, noUnusedParameters: false }
    const compilerOptions = { ...unused, noPropertyAccessFromIndexSignature: false }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const told = await run(process.execPath, [compiler, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    assert.equal(told.stdout, '')
  })

  for (const [index, { name }] of snippets.entries())
    test(`${name} runs`, () => assert.equal(outcomes.get(index), null))
})

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { inLanguage, root } from './blocks.ts'

const run = promisify(execFile)
const snippets = inLanguage('ts')

/**
 * Runs each as a program does that imports it, one after the other in one process. A server of a document listens on a
 * port of its own and lets the program end. Nothing leaves the machine: whoever is called answers that all is well.
 */
const runner = `
import { Server } from 'node:net'
const listen = Server.prototype.listen
Server.prototype.listen = function (...given) {
  const done = given.filter((one) => typeof one === 'function')
  return listen.call(this.unref(), 0, '127.0.0.1', ...done)
}
globalThis.fetch = async () => Response.json({ access_token: 'a token', token_type: 'Bearer', expires_in: 600 })
for (let index = 0; index < ${snippets.length}; index++) {
  const error = await import('../snippet-' + index + '.ts').then(() => null, (error) => String(error?.stack ?? error))
  process.stdout.write('\\n' + JSON.stringify({ index, error }) + '\\n')
}
// What was started goes on until it is stopped.
process.stdout.write('', () => process.exit(0))`

/** What the documents take for granted on the machine of whoever reads them. */
const environment = {
  PATH: process.env['PATH'] ?? '',
  OPENAI_API_KEY: 'a key of OpenAI',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const outbound = `
version: 1
credentials:
  openai: { use: openai, key: env:OPENAI_API_KEY }
`

describe('the TypeScript of the documents', { timeout: 600_000 }, () => {
  let folder: string
  const outcomes = new Map<number, string | null>()
  before(async () => {
    // Inside the project, where imports are found.
    folder = mkdtempSync(join(root, 'test', '.documents-'))
    for (const [index, { code }] of snippets.entries())
      writeFileSync(join(folder, `snippet-${index}.ts`), `${code}\nexport {}\n`)
    // Where its programs run, and write what they write.
    const place = join(folder, 'place')
    mkdirSync(place)
    writeFileSync(join(place, 'runner.mjs'), runner)
    writeFileSync(join(place, 'warder.outbound.yaml'), outbound)
    const { stdout } = await run(process.execPath, ['--conditions=warder-src', 'runner.mjs'], {
      cwd: place,
      env: environment,
      timeout: 120_000,
    })
    for (const [line] of stdout.matchAll(/^\{"index":.*$/gm)) {
      const { index, error } = JSON.parse(line) as { index: number; error: string | null }
      outcomes.set(index, error)
    }
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('is there', () => assert.ok(snippets.length >= 25))

  test('compiles', { timeout: 300_000 }, async () => {
    const unused = { noUnusedLocals: false, noUnusedParameters: false }
    const compilerOptions = { ...unused, noPropertyAccessFromIndexSignature: false }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const told = await run(process.execPath, [compiler, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    )
    const named = told.stdout.replace(/snippet-(\d+)\.ts/g, (_, index) => snippets[Number(index)]?.name ?? '')
    assert.equal(named, '')
  })

  for (const [index, { name }] of snippets.entries())
    test(`${name} runs`, () => assert.equal(outcomes.get(index), null))
})

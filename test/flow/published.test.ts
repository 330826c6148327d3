import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { installPackages, type Installed } from '../../scripts/build/install.ts'
import { packages } from '../../scripts/build/packages.ts'
import { child, only } from '../cli/child.ts'
import { packageOf } from '../shape/sources.ts'

const root = join(import.meta.dirname, '../..')

describe('the packages as they are published', () => {
  let installed: Installed
  before(async () => (installed = await installPackages(root)))
  after(() => installed.remove())
  const placeOf = (name: string) => join(installed.folder, 'node_modules', name)

  test('hold every file that their package.json names, and no source or note of the compiler', () => {
    assert.equal(installed.manifests.length, packages.length)
    for (const { name, exports, bin = {} } of installed.manifests) {
      const files = globSync('**/*', { cwd: placeOf(name), withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
      const { types = '', default: code = '' } = exports['.'] ?? {}
      for (const file of [types, code, ...Object.values(bin)]) {
        assert.ok(files.includes(join(placeOf(name), file)), `${name} has no ${file}`)
      }
      // TypeScript takes the first condition that matches, so the one for types stands before the one for code.
      const order = Object.keys(exports['.'] ?? {})
      assert.ok(order.indexOf('types') < order.indexOf('default'), `${name} hides its types`)
      assert.equal(order.at(-1), 'default')
      assert.deepEqual(
        files.filter((file) => /\.test\.|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(file)),
        [],
      )
    }
  })

  test('import what they depend on and nothing else', () => {
    for (const { name, dependencies = {}, optionalDependencies = {} } of installed.manifests) {
      const named = Object.keys({ ...dependencies, ...optionalDependencies })
      const imported = new Set(
        globSync('dist/**/*.{js,d.ts}', { cwd: placeOf(name) }).flatMap((file) =>
          importsIn(join(placeOf(name), file)),
        ),
      )
      assert.ok(['@warder/protocol', '@warder/browser'].includes(name) || imported.size > 0)
      assert.deepEqual([...imported].toSorted(), named.toSorted(), name)
    }
  })

  test('the guard is two packages, small, and loaded in 25 milliseconds', async () => {
    const parts = ['@warder/guard', '@warder/protocol']
    const { dependencies } = installed.manifests.find(({ name }) => name === '@warder/guard') ?? {}
    assert.deepEqual(Object.keys(dependencies ?? {}), ['@warder/protocol'])
    const files = parts.flatMap((name) =>
      globSync('**/*', { cwd: placeOf(name) }).map((file) => join(placeOf(name), file)),
    )
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    assert.ok(bytes < 1_500_000, `${bytes} bytes`)

    const program = join(installed.folder, 'import.mjs')
    writeFileSync(
      program,
      `const began = process.cpuUsage()
       await import('@warder/guard')
       const { user, system } = process.cpuUsage(began)
       console.log((user + system) / 1000)`,
    )
    // Processor time, and the quickest of some: the others say how busy the machine is.
    const times: number[] = []
    while (times.length < 20 && !times.some((time) => time < 25))
      times.push(only<number>(await child(process.execPath, [program]).ended))
    assert.ok(Math.min(...times) < 25, `${Math.min(...times)} ms`)
  })

  test('carry their licence, and those of what became part of them', () => {
    const ours = readFileSync(join(root, 'LICENSE'), 'utf8')
    for (const { name } of installed.manifests) {
      assert.equal(readFileSync(join(placeOf(name), 'dist/LICENSE'), 'utf8'), ours)
    }
    const notices = readFileSync(join(placeOf('warder'), 'dist/THIRD-PARTY.txt'), 'utf8')
    const titles = [...notices.matchAll(/^(\S+) \d\S* \(.+\)\n=+$/gm)].map(([, name]) => name)
    assert.deepEqual(titles, [
      '@hono/node-server',
      'bowser',
      'commander',
      'hono',
      'kysely',
      'oauth4webapi',
      'otpauth',
      'uqr',
      'zod',
    ])
    assert.equal(notices.match(/Permission is hereby granted/g)?.length, titles.length)
  })

  test('run: pages with their stylesheet, a password, a settings file, an application and its token', async (t) => {
    const data = join(installed.folder, 'data')
    mkdirSync(data)
    const settings = join(installed.folder, 'warder.yaml')
    writeFileSync(settings, 'log_level: info\n')
    const common = ['--data', data, '--config', settings]
    const cli = (args: readonly string[], stdin?: string) =>
      child(process.execPath, [installed.main, ...args, '--json', ...common], {}, stdin).ended

    const server = child(process.execPath, [installed.main, 'serve', '--dev', '--port', '0', ...common])
    t.after(() => server.process.kill('SIGKILL'))
    const [, origin = ''] = /ready at (\S+)/.exec(await server.printed('/dev/inbox')) ?? []
    const text = async (path: string, init?: RequestInit) => {
      const answer = await fetch(origin + path, init)
      assert.equal(answer.status, 200, path)
      return answer.text()
    }
    assert.equal(await text('/health'), '{"status":"ok"}')
    const [, stylesheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(await text('/login')) ?? []
    assert.equal(
      await text(stylesheet),
      readFileSync(join(root, 'packages/warder/src/pages/warder.css'), 'utf8'),
    )
    assert.match(await text('/metrics'), /^warder_http_request_seconds_count/m)

    const ada = ['admin', 'create', '--email', 'ada@example.com', '--password-stdin']
    only(await cli(ada, 'lovelace-1843-engine\n'))
    type Client = { client_id: string; client_secret: string }
    const { client_id, client_secret } = only<Client>(
      await cli(['client', 'create', '--name', 'Notes', '--type', 'machine']),
    )
    const token = await text('/oauth/token', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
    assert.match(token, /"access_token":"ey/)

    server.process.kill('SIGTERM')
    assert.equal((await server.ended).code, 0)
  })

  test('are imported by a program that embeds the one and checks tokens with the other', async () => {
    const program = join(installed.folder, 'program.mjs')
    writeFileSync(
      program,
      `import { createWarder } from 'warder'
       import { guard } from '@warder/guard'
       const issuer = 'http://localhost:3000'
       const warder = await createWarder({ settings: { dev: true, issuer, database_url: 'sqlite::memory:' } })
       const { status } = await warder.handler(new Request(issuer + '/health/ready'))
       const checked = await guard({ issuer, audience: issuer }).authenticate(new Request(issuer))
       await warder.close()
       console.log(JSON.stringify([status, checked.ok]))`,
    )
    assert.deepEqual(only(await child(process.execPath, [program]).ended), [200, false])
  })
})

const statement =
  /^(?:import|export)\s+[\w*{][^'"=(]*?\bfrom ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm

/** The packages that a published file imports, at once, lazily or for a type. */
function importsIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(statement)]
    .map(([, from, alone, lazy]) => from ?? alone ?? lazy ?? '')
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map(packageOf)
}

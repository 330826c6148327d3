import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const packageOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}/package.json`, import.meta.url), 'utf8')) as {
    dependencies?: object
  }

test('a program that installs the guard gets two packages', () => {
  assert.deepEqual(Object.keys(packageOf('guard').dependencies ?? {}), ['@warder/protocol'])
  assert.deepEqual(Object.keys(packageOf('protocol').dependencies ?? {}), [])
})

test('importing the guard loads a few small files of its own, and the rest only for a guard', async () => {
  const loaded: string[] = []
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context)
      loaded.push(resolved.url)
      return resolved
    },
  })
  const { guard } = await import('../src/index.ts')
  const atImport = [...new Set(loaded)]
  const own = new URL('../src/', import.meta.url).href
  assert.deepEqual(
    atImport.filter((url) => !url.startsWith(own)),
    [],
  )
  assert.ok(atImport.length <= 32, atImport.join('\n'))

  await guard({ issuer: 'https://id.example', audience: 'x' }).authenticate(
    new Request('https://api.example/'),
  )
  hooks.deregister()
  assert.ok(loaded.some((url) => url.endsWith('/protocol/src/index.ts')))
})

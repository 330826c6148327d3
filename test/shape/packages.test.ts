import assert from 'node:assert/strict'
import { isBuiltin } from 'node:module'
import { test } from 'node:test'
import { importsOf, packageOf, read, sources } from './sources.ts'

type Manifest = {
  name: string
  dependencies?: object
  optionalDependencies?: object
  peerDependencies?: object
  devDependencies?: object
}

/** The arrows between our packages point up, and there are no others. */
// oxfmt-ignore
const mayDependOn: Record<string, readonly string[]> = {
  '@warder/protocol': [],
  '@warder/browser':  [],
  '@warder/guard':    ['@warder/protocol'],
  '@warder/outbound': ['@warder/protocol'],
  'warder':           ['@warder/protocol', '@warder/outbound'],
}

/** What becomes part of the bundled server is not installed with it (test/flow/published.test.ts). */
const inlined = ({ name, devDependencies = {} }: Manifest): string[] =>
  name === 'warder' ? Object.keys(devDependencies) : []

const workspace = JSON.parse(read('package.json')) as Manifest
const forAllTests = Object.keys(workspace.devDependencies ?? {})

for (const file of sources('packages/*/package.json')) {
  const folder = file.slice(0, -'/package.json'.length)
  const manifest = JSON.parse(read(file)) as Manifest
  const { name } = manifest
  const { dependencies, optionalDependencies, peerDependencies } = manifest
  const shipped = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
  const forTests = Object.keys(manifest.devDependencies ?? {})
  const ours = (dependency: string): boolean => dependency in mayDependOn

  test(`${name} depends only on packages above it`, () => {
    const allowed = mayDependOn[name]
    assert.ok(allowed, `${name} has no row in the table of this test`)
    const wrong = [...shipped, ...forTests].filter(ours).filter((dependency) => !allowed.includes(dependency))
    assert.deepEqual(wrong, [])
  })

  test(`${name} imports only what its package.json names, and never another package's files`, () => {
    for (const source of sources(`${folder}/{src,test}/**/*.ts`, { tests: true })) {
      const isTest = source.endsWith('.test.ts') || source.startsWith(`${folder}/test/`)
      const allowed = isTest ? [...shipped, ...forTests, ...forAllTests] : [...shipped, ...inlined(manifest)]
      for (const imported of importsOf(source)) {
        if (imported.startsWith(`${folder}/`) || isBuiltin(imported)) continue
        if (isTest && imported.startsWith('test/support/')) continue
        assert.ok(allowed.includes(packageOf(imported)), `${source} imports ${imported}`)
      }
    }
  })
}

test('the protocol ships with no dependency at all', () => {
  const manifest = JSON.parse(read('packages/protocol/package.json')) as Manifest
  assert.deepEqual(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), [])
})

import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { read, sources } from './sources.ts'

const written = [
  'packages/*/{src,test}/**/*.ts',
  'scripts/**/*.ts',
  'test/support/**/*.ts',
  'examples/*/**/*.ts',
  'bench/**/*.ts',
]

test('no file is longer than 300 lines', () => {
  const lengths = sources(written).map((file) => [file, read(file).trimEnd().split('\n').length] as const)
  assert.ok(lengths.length > 0)
  assert.deepEqual(
    lengths.filter(([, lines]) => lines > 300),
    [],
  )
})

test('no folder holds more than 12 files, tests among them', () => {
  const folders = Map.groupBy(sources([...written, 'test/**/*.ts'], { tests: true }), dirname)
  const crowded = [...folders]
    .map(([folder, files]) => [folder, files.length] as const)
    .filter(([, files]) => files > 12)
  assert.deepEqual(crowded, [])
})

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chooseTests } from './choose-tests.ts'

const files = [
  'packages/a/src/x.test.ts',
  'packages/a/src/x.ts',
  'test/flow/y.test.ts',
  'test/fault/long/z.test.ts',
]

// oxfmt-ignore
const table: [args: string[], files: string[], names: number][] = [
  [[],                              ['packages/a/src/x.test.ts', 'test/flow/y.test.ts'],  0],
  [['test/flow'],                   ['test/flow/y.test.ts'],                              0],
  [['test/flow/'],                  ['test/flow/y.test.ts'],                              0],
  [['test/flow/y.test.ts'],         ['test/flow/y.test.ts'],                              0],
  [['packages/*/src/*.test.ts'],    ['packages/a/src/x.test.ts'],                         0],
  [['test/fault/long'],             ['test/fault/long/z.test.ts'],                        0],
  [['a spent attempt'],             ['packages/a/src/x.test.ts', 'test/flow/y.test.ts'],  1],
  [['test/flow', 'spent (twice)'],  ['test/flow/y.test.ts'],                              1],
  [['test/fault'],                  ['test/fault/long/z.test.ts'],                        0],
]

describe('npm test --', () => {
  const home = process.cwd()
  const project = mkdtempSync(join(tmpdir(), 'warder-test-'))
  before(() => {
    for (const file of files) {
      mkdirSync(join(project, dirname(file)), { recursive: true })
      writeFileSync(join(project, file), '')
    }
    process.chdir(project)
  })
  after(() => {
    process.chdir(home)
    rmSync(project, { recursive: true })
  })

  for (const [args, chosen, names] of table) {
    test(`${args.join(' and ') || 'nothing'} chooses ${chosen.join(' and ')}`, () => {
      const choice = chooseTests(args)
      assert.deepEqual(choice.files, chosen)
      assert.equal(choice.names.length, names)
    })
  }

  test('a name is taken as it is written', () => {
    const [name] = chooseTests(['spent (twice)']).names
    assert.match('an attempt SPENT (twice) is refused', name ?? /never/)
  })
})

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chooseTests, NoSuchTest } from './choose-tests.ts'

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
  [['--test-name-pattern', 'spent|lost', 'test/flow'],  ['test/flow/y.test.ts'],          1],
  [['--test-name-pattern=spent', 'twice'],  ['packages/a/src/x.test.ts', 'test/flow/y.test.ts'],  2],
]

const refused: [args: string[], message: RegExp][] = [
  [['test/flaw'], /^There is no file test\/flaw\.$/],
  [['test/flow/x.test.ts'], /^There is no file test\/flow\/x\.test\.ts\.$/],
  [['z.test.ts'], /^There is no file z\.test\.ts\.$/],
  [['test/flow/*.spec.ts'], /^There is no test file under test\/flow\/\*\.spec\.ts\.$/],
  [['a spent attemt'], /^There is no file a spent attemt, and no test has attemt in its name\.$/],
  [['test/flow/a spent'], /^There is no file/],
  [['--watch'], /Unknown option '--watch'/],
  [['--test-name-pattern', '('], /Invalid regular expression/],
]

describe('npm test --', () => {
  const home = process.cwd()
  const project = mkdtempSync(join(tmpdir(), 'warder-test-'))
  before(() => {
    for (const file of files) {
      mkdirSync(join(project, dirname(file)), { recursive: true })
      writeFileSync(join(project, file), "test('an attempt that is spent, twice')")
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

  for (const [args, message] of refused) {
    test(`${args.join(' ')} is refused`, () => {
      assert.throws(
        () => chooseTests(args),
        (error) => error instanceof NoSuchTest && message.test(error.message),
      )
    })
  }

  test('a name is taken as it is written', () => {
    const [name] = chooseTests(['spent (twice)']).names
    assert.match('an attempt SPENT (twice) is refused', name ?? /never/)
  })
})

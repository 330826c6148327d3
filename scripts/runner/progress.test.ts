import assert from 'node:assert/strict'
import { describe, test, type EventData } from 'node:test'
import { createProgress, type Progress } from './progress.ts'

type Noted = [file: string, passed: boolean, type?: 'suite' | 'test']

/** Files a, b and c in one process, with a second before each event. */
function after(noted: readonly Noted[]): Progress {
  let now = 0
  const progress = createProgress(['a', 'b', 'c'], () => (now += 1000))
  for (const [file, passed, type = 'test'] of noted) {
    progress.begin(file)
    progress.note(file, { details: { passed, type } } as EventData.TestComplete)
  }
  return progress
}

// oxfmt-ignore
const table: [what: string, noted: Noted[], ended_well: boolean, lines: string[]][] = [
  ['each file',                       [['a', true], ['b', true], ['c', true]],     true,   ['ok     a  1 test  1.0 s', 'ok     b  1 test  1.0 s', 'ok     c  1 test  1.0 s']],
  ['only files in which a test ran',  [['b', true]],                               true,   ['ok     b  1 test  1.0 s']],
  ['a suite, which is no test',       [['a', true], ['a', true, 'suite']],            true,   ['ok     a  1 test  2.0 s']],
  ['the file of a test that failed',  [['a', true], ['b', false]],                 false,  ['ok     a  1 test  1.0 s', 'FAILED b  1 test  1.0 s']],
  ['those that a crash ended, or kept from running', [['a', true], ['b', true]],   false,  ['ok     a  1 test  1.0 s', 'FAILED b  1 test  1.0 s', 'FAILED c  0 tests  0.0 s']],
  ['all, where the process did not end', [['a', true], ['b', true], ['c', true]],  false,  ['FAILED a  1 test  1.0 s', 'FAILED b  1 test  1.0 s', 'FAILED c  1 test  1.0 s']],
]

describe('the lines of a process name', () => {
  for (const [what, noted, ended_well, lines] of table) {
    test(what, () => {
      const result = after(noted).result(ended_well)
      assert.deepEqual(result.lines, lines)
      assert.deepEqual(
        result.failed.map((file) => `FAILED ${file}`),
        lines.filter((line) => line.startsWith('FAILED')).map((line) => line.slice(0, 8)),
      )
    })
  }
})

test('it is known whose turn it is, and who has no test', () => {
  const progress = after([['a', true]])
  assert.equal(progress.current(), 'a')
  progress.begin('b')
  progress.begin('support.ts')
  assert.equal(progress.current(), 'b')
  assert.deepEqual(progress.empty(), ['b', 'c'])
  assert.deepEqual([progress.knows('b'), progress.knows('d')], [true, false])
  assert.equal(after([]).current(), 'a')
})

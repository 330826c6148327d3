import assert from 'node:assert/strict'
import { describe, test, type EventData } from 'node:test'
import { countFail, countPass, type Tally } from './tally.ts'

const empty = (): Tally => ({ passed: 0, failed: 0, skipped: 0, complaints: [] })
const pass = (more: Partial<EventData.TestPass>): EventData.TestPass =>
  ({
    name: 'a test',
    nesting: 0,
    testNumber: 1,
    details: { duration_ms: 1, type: 'test' },
    ...more,
  }) as EventData.TestPass
const fail = (failureType: string): EventData.TestFail =>
  ({
    ...pass({}),
    details: { duration_ms: 1, error: Object.assign(new Error('no'), { failureType }) },
  }) as EventData.TestFail

// oxfmt-ignore
const table: [what: string, event: Partial<EventData.TestPass>, counts: [passed: number, skipped: number, complaints: number]][] = [
  ['a test that passed',                 {},                                                     [1, 0, 0]],
  ['a suite',                            { details: { duration_ms: 1, type: 'suite' } },         [0, 0, 0]],
  ['a file',                             { name: 'a.test.ts', file: `${process.cwd()}/a.test.ts` }, [0, 0, 0]],
  ['a skip without a reason',            { skip: true },                                         [0, 1, 1]],
  ['a skip for a reason of its own',     { skip: 'flaky' },                                      [0, 1, 1]],
  ['a skip for a reason that is listed', { skip: 'test vectors ../shared/vectors/a.json are absent' },       [0, 1, 0]],
  ['a promise to do it later',           { todo: true },                                         [0, 1, 1]],
]

describe('what is counted', () => {
  for (const [what, event, [passed, skipped, complaints]] of table) {
    test(what, () => {
      const tally = empty()
      countPass(tally, pass(event))
      assert.deepEqual([tally.passed, tally.skipped, tally.complaints.length], [passed, skipped, complaints])
    })
  }

  test('a failure, but not that of the suite around it', () => {
    const tally = empty()
    assert.equal(countFail(tally, fail('testCodeFailure')), true)
    assert.equal(countFail(tally, fail('hookFailed')), true)
    assert.equal(countFail(tally, fail('subtestsFailed')), false)
    assert.equal(tally.failed, 2)
  })
})

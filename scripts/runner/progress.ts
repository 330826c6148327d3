import type { EventData } from 'node:test'

type Counted = { tests: number; ms: number; failed: boolean }

/** How far the files of one process are. */
export type Progress = {
  knows: (file: string) => boolean
  begin: (file: string) => void
  note: (file: string, event: EventData.TestComplete) => void
  /** The file of the test that began last. */
  current: () => string
  /**
   * A line for each file in which something ran, and the files that failed. When the process did and no test in it, these are
   * the one whose turn it was and those still to come, or all.
   */
  result: (ended_well: boolean) => { lines: string[]; failed: string[] }
  /** Files without a test. */
  empty: () => string[]
}

/** @param files in the order in which their tests run */
export function createProgress(
  files: readonly string[],
  now: () => number = () => performance.now(),
): Progress {
  const counted = new Map(files.map((file): [string, Counted] => [file, { tests: 0, ms: 0, failed: false }]))
  const waiting = new Set(files)
  let current = files[0] ?? ''
  let last = now()
  return {
    knows: (file) => counted.has(file),
    begin(file) {
      if (counted.has(file)) current = file
    },
    note(file, { details }) {
      const count = counted.get(file)
      if (!count) return
      waiting.delete(file)
      count.failed ||= !details.passed
      count.tests += details.type === 'suite' ? 0 : 1
      // What was read for the first file is counted as its own.
      const time = now()
      count.ms += time - last
      last = time
    },
    current: () => current,
    result(ended_well) {
      const crashed = !ended_well && ![...counted.values()].some(({ failed }) => failed)
      const bad = [...counted].flatMap(([file, { failed }]) =>
        failed || (crashed && (waiting.size === 0 || waiting.has(file) || file === current)) ? [file] : [],
      )
      const lines = [...counted].flatMap(([file, { tests, ms }]) => {
        if (tests === 0 && !bad.includes(file)) return []
        const many = tests === 1 ? 'test' : 'tests'
        return [
          `${bad.includes(file) ? 'FAILED' : 'ok    '} ${file}  ${tests} ${many}  ${(ms / 1000).toFixed(1)} s`,
        ]
      })
      return { lines, failed: bad }
    },
    empty: () => [...counted].flatMap(([file, { tests }]) => (tests === 0 ? [file] : [])),
  }
}

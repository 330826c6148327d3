import type { EventData } from 'node:test'

type Counted = { tests: number; ms: number; failed: boolean }

/** How far the files of one process are. */
export type Progress = {
  knows: (file: string) => boolean
  note: (file: string, event: EventData.TestComplete) => void
  /** The file whose turn it is. */
  current: () => string
  failed: () => boolean
  /**
   * One for each file in which something ran. When the process failed and no test in it, those fail that were still to come, or
   * all of them.
   */
  lines: (ended_well: boolean) => string[]
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
  let last = now()
  const failed = () => [...counted.values()].some((count) => count.failed)
  return {
    knows: (file) => counted.has(file),
    note(file, { details, nesting }) {
      const count = counted.get(file)
      if (!count) return
      waiting.delete(file)
      count.failed ||= !details.passed
      count.tests += details.type === 'suite' ? 0 : 1
      if (nesting > 0) return
      // What was read for the first file is counted as its own.
      const time = now()
      count.ms += time - last
      last = time
    },
    current: () => [...waiting][0] ?? files.at(-1) ?? '',
    failed,
    lines: (ended_well) => {
      const crashed = !ended_well && !failed()
      return [...counted].flatMap(([file, { tests, ms, failed: broken }]) => {
        const bad = broken || (crashed && (waiting.size === 0 || waiting.has(file)))
        if (tests === 0 && !bad) return []
        const many = tests === 1 ? 'test' : 'tests'
        return [`${bad ? 'FAILED' : 'ok    '} ${file}  ${tests} ${many}  ${(ms / 1000).toFixed(1)} s`]
      })
    },
    empty: () => [...counted].flatMap(([file, { tests }]) => (tests === 0 ? [file] : [])),
  }
}

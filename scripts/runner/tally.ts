import { relative } from 'node:path'
import type { EventData } from 'node:test'

/** What came of a run, counted by test: suites and files are only where tests stand. */
export type Tally = { passed: number; failed: number; skipped: number; complaints: string[] }

/** Why a test may be skipped. A test that skips itself for any other reason fails the run. */
const allowedReasons: readonly RegExp[] = [
  // The published vectors lie beside the project and not in it; a clone elsewhere has none.
  /^test vectors \.\.\/shared\/vectors\/\S+ are absent$/,
]

/** Node reports the file itself as one more test: named for the path it was given, without a test of its own in it. */
export function isFile(event: { name: string; file?: string; nesting: number }): boolean {
  return event.nesting === 0 && event.file !== undefined && relative(process.cwd(), event.file) === event.name
}

/** Counts a test that passed, or was skipped. */
export function countPass(tally: Tally, event: EventData.TestPass): void {
  if (isFile(event) || event.details.type === 'suite') return
  const reason = event.skip ?? event.todo
  if (reason === undefined) {
    tally.passed += 1
    return
  }
  tally.skipped += 1
  if (typeof reason === 'string' && allowedReasons.some((allowed) => allowed.test(reason))) return
  tally.complaints.push(`skipped: ${event.name} (${typeof reason === 'string' ? reason : 'no reason given'})`)
}

/** Counts a failure. @returns false for what fails only because something inside it does */
export function countFail(tally: Tally, event: EventData.TestFail): boolean {
  const error = event.details.error as Error & { failureType?: string }
  if (error.failureType === 'subtestsFailed') return false
  tally.failed += 1
  return true
}

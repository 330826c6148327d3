import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faketimeLibrary } from './programs.ts'

/** The wall clock of a process that a test moves while it runs, as somebody who corrects a clock does. */
export type FakeClock = {
  env: Record<string, string>
  /** Seconds from the true time, forward or back. */
  set: (offset: number) => void
}

/** @param folder where the file lies that the process reads its clock from */
export function fakeClock(folder: string): FakeClock {
  const file = join(folder, 'clock')
  const set = (offset: number) => writeFileSync(file, `${offset >= 0 ? '+' : ''}${offset}s`)
  set(0)
  return {
    env: {
      LD_PRELOAD: faketimeLibrary(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // A machine whose clock is corrected has timers that go on as before.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  }
}

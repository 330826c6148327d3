import { findProgram, isExecutable } from './find-program.ts'
import type { Part } from './install.ts'

/** Chromium is only found, never started here: each browser test file starts its own. */
export const chromium: Part = {
  name: 'Chromium',
  packages: ['chromium', 'fonts-liberation'],
  find: () => {
    const chosen = process.env['CHROMIUM_PATH']
    if (chosen) return isExecutable(chosen) ? chosen : undefined
    return findProgram(
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
      ['/snap/bin'],
    )
  },
}

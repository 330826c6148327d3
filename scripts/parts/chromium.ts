import { findProgram, isExecutable } from './find-program.ts'
import { PartMissing, type Part } from './install.ts'

/** Chromium is only found, never started here: each browser test file starts its own. */
export const chromium: Part = {
  name: 'Chromium',
  packages: ['chromium', 'fonts-liberation'],
  find: () => {
    const chosen = process.env['CHROMIUM_PATH']
    if (chosen && !isExecutable(chosen)) {
      throw new PartMissing(`CHROMIUM_PATH names ${chosen}, which is no program. Correct it, or leave it out`)
    }
    if (chosen) return chosen
    return findProgram(
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
      ['/snap/bin'],
    )
  },
}

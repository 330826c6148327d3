import { findProgram, isExecutable } from './find-program.ts'
import { isOffered, PartMissing, type Part } from './install.ts'

/** Chromium without its windows, which opens pages in half the time. Not every system has it as a package. */
const shell = 'chromium-headless-shell'

/** Chromium is only found, never started here: each browser test file starts its own. */
export const chromium: Part = {
  name: 'Chromium',
  get packages() {
    return [isOffered(shell) ? shell : 'chromium', 'fonts-liberation']
  },
  find: () => {
    const chosen = process.env['CHROMIUM_PATH']
    if (chosen && !isExecutable(chosen)) {
      throw new PartMissing(`CHROMIUM_PATH names ${chosen}, which is no program. Correct it, or leave it out`)
    }
    return chosen || findProgram([shell])
  },
  instead: () =>
    findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], ['/snap/bin']),
}

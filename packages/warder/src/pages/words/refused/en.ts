import { accessRefused } from './access/en.ts'
import { accountRefused } from './account/en.ts'
import type { RefusedWords } from './refused.ts'
import { secondStepRefused } from './second-step/en.ts'
import { signInRefused } from './sign-in/en.ts'

/** In English, which is what programs read: so it is there from the start, unlike what pages say. */
export const refused: RefusedWords = {
  ...accessRefused,
  ...accountRefused,
  ...secondStepRefused,
  ...signInRefused,
}

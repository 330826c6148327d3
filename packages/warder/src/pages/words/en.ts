import { access } from './access/en.ts'
import { account } from './account/en.ts'
import { everyPage } from './every-page/en.ts'
import { messages } from './messages/en.ts'
import { accessRefused } from './refused/access/en.ts'
import { accountRefused } from './refused/account/en.ts'
import { secondStepRefused } from './refused/second-step/en.ts'
import { signInRefused } from './refused/sign-in/en.ts'
import { secondStep } from './second-step/en.ts'
import { signIn } from './sign-in/en.ts'
import type { PageWords } from './words.ts'

export const english: PageWords = {
  locale: 'en',
  dir: 'ltr',
  access,
  account,
  everyPage,
  messages,
  refused: { ...accessRefused, ...accountRefused, ...secondStepRefused, ...signInRefused },
  secondStep,
  signIn,
}

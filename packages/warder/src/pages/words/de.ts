import { access } from './access/de.ts'
import { account } from './account/de.ts'
import { everyPage } from './every-page/de.ts'
import { messages } from './messages/de.ts'
import { accessRefused } from './refused/access/de.ts'
import { accountRefused } from './refused/account/de.ts'
import { secondStepRefused } from './refused/second-step/de.ts'
import { signInRefused } from './refused/sign-in/de.ts'
import { secondStep } from './second-step/de.ts'
import { signIn } from './sign-in/de.ts'
import type { PageWords } from './words.ts'

export const german: PageWords = {
  locale: 'de',
  dir: 'ltr',
  access,
  account,
  everyPage,
  messages,
  refused: { ...accessRefused, ...accountRefused, ...secondStepRefused, ...signInRefused },
  secondStep,
  signIn,
}

import { access } from './access/es.ts'
import { account } from './account/es.ts'
import { everyPage } from './every-page/es.ts'
import { messages } from './messages/es.ts'
import { accessRefused } from './refused/access/es.ts'
import { accountRefused } from './refused/account/es.ts'
import { secondStepRefused } from './refused/second-step/es.ts'
import { signInRefused } from './refused/sign-in/es.ts'
import { secondStep } from './second-step/es.ts'
import { signIn } from './sign-in/es.ts'
import type { PageWords } from './words.ts'

export const spanish: PageWords = {
  locale: 'es',
  dir: 'ltr',
  access,
  account,
  everyPage,
  messages,
  refused: { ...accessRefused, ...accountRefused, ...secondStepRefused, ...signInRefused },
  secondStep,
  signIn,
}

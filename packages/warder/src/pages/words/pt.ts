import { access } from './access/pt.ts'
import { account } from './account/pt.ts'
import { everyPage } from './every-page/pt.ts'
import { messages } from './messages/pt.ts'
import { accessRefused } from './refused/access/pt.ts'
import { accountRefused } from './refused/account/pt.ts'
import { secondStepRefused } from './refused/second-step/pt.ts'
import { signInRefused } from './refused/sign-in/pt.ts'
import { secondStep } from './second-step/pt.ts'
import { signIn } from './sign-in/pt.ts'
import type { PageWords } from './words.ts'

export const portuguese: PageWords = {
  locale: 'pt',
  dir: 'ltr',
  access,
  account,
  everyPage,
  messages,
  refused: { ...accessRefused, ...accountRefused, ...secondStepRefused, ...signInRefused },
  secondStep,
  signIn,
}

import { access } from './access/fr.ts'
import { account } from './account/fr.ts'
import { everyPage } from './every-page/fr.ts'
import { spaced } from './french.ts'
import { messages } from './messages/fr.ts'
import { accessRefused } from './refused/access/fr.ts'
import { accountRefused } from './refused/account/fr.ts'
import { secondStepRefused } from './refused/second-step/fr.ts'
import { signInRefused } from './refused/sign-in/fr.ts'
import { secondStep } from './second-step/fr.ts'
import { signIn } from './sign-in/fr.ts'
import type { PageWords } from './words.ts'

export const french: PageWords = spaced<PageWords>({
  locale: 'fr',
  dir: 'ltr',
  access,
  account,
  everyPage,
  messages,
  refused: { ...accessRefused, ...accountRefused, ...secondStepRefused, ...signInRefused },
  secondStep,
  signIn,
})

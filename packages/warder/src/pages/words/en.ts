import { access } from './access/en.ts'
import { account } from './account/en.ts'
import { everyPage } from './every-page/en.ts'
import { messages } from './messages/en.ts'
import { refused } from './refused/en.ts'
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
  refused,
  secondStep,
  signIn,
}

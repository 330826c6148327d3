import type { AccessRefused } from './access/en.ts'
import type { AccountRefused } from './account/en.ts'
import type { SecondStepRefused } from './second-step/en.ts'
import type { SignInRefused } from './sign-in/en.ts'

/** Every sentence about something that was not done, by areas. */
export type RefusedWords = AccessRefused & AccountRefused & SecondStepRefused & SignInRefused

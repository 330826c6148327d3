import { later, type Maybe } from '../../after.ts'
import type { Locale } from '../../config/config.ts'
import type { AccessWords } from './access/en.ts'
import type { AccountWords } from './account/en.ts'
import type { EveryPageWords } from './every-page/en.ts'
import type { MessageWords } from './messages/en.ts'
import type { RefusedWords } from './refused/refused.ts'
import type { SecondStepWords } from './second-step/en.ts'
import type { SignInWords } from './sign-in/en.ts'

/** Everything that pages say in one language, by areas. A language that lacks a sentence does not compile. */
export type PageWords = {
  locale: Locale
  /** The side that its lines begin at. */
  dir: 'ltr' | 'rtl'
  access: AccessWords
  account: AccountWords
  everyPage: EveryPageWords
  messages: MessageWords
  refused: RefusedWords
  secondStep: SecondStepWords
  signIn: SignInWords
}

/** Most servers speak one or two of them, and some show no page at all: each is read when somebody wants it first. */
const languages: { readonly [locale in Locale]: () => Maybe<PageWords> } = {
  en: later(async () => (await import('./en.ts')).english),
  de: later(async () => (await import('./de.ts')).german),
  fr: later(async () => (await import('./fr.ts')).french),
  es: later(async () => (await import('./es.ts')).spanish),
  pt: later(async () => (await import('./pt.ts')).portuguese),
}

/** What pages say in a language: at once, but for the first time. */
export function wordsIn(locale: Locale): Maybe<PageWords> {
  return languages[locale]()
}

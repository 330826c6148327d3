import { after, type Maybe } from '../../after.ts'
import type { App } from '../../app.ts'
import type { Locale } from '../../config/config.ts'
import type { Frame } from '../../pages/layout.ts'
import type { Call } from '../router.ts'
import { wordsFor, type Reader, type Spoken } from './language.ts'

/** What every page is told: whose pages these are, and the words that its guard found for its reader. */
export function frameOf(call: { app: Pick<App, 'config'>; caller: Spoken }): Frame {
  const { words, ui_locales } = call.caller
  return { brand: call.app.config.brand, words, ui_locales }
}

/** The same where no guard looked for the words. */
export function frameFor(call: Pick<Call, 'app' | 'request'>, reader?: Reader): Maybe<Frame> {
  return after(wordsFor(call, reader), (spoken) => ({ brand: call.app.config.brand, ...spoken }))
}

/** The same where something failed, before or after the guard spoke. */
export function frameOfFailed(call: Call): Maybe<Frame> {
  return hasWords(call.caller) ? frameOf({ app: call.app, caller: call.caller }) : frameFor(call)
}

/** The language of the page that asks; undefined where a program does. */
export const localeOfPage = ({ caller }: Pick<Call, 'caller'>): Locale | undefined =>
  hasWords(caller) ? caller.words.locale : undefined

const hasWords = (caller: unknown): caller is Spoken =>
  typeof caller === 'object' && caller !== null && 'words' in caller && caller.words !== undefined

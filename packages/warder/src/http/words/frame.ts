import { after, type Maybe } from '../../after.ts'
import type { App } from '../../app.ts'
import type { Frame } from '../../pages/layout.ts'
import type { PageWords } from '../../pages/words/words.ts'
import type { Call } from '../router.ts'
import { wordsFor, type Reader } from './language.ts'

/** What every page is told: whose pages these are, and the words that its guard found for its reader. */
export function frameOf(call: { app: Pick<App, 'config'>; caller: { words: PageWords } }): Frame {
  return { brand: call.app.config.brand, words: call.caller.words }
}

/** The same where no guard looked for the words. */
export function frameFor(call: Pick<Call, 'app' | 'request'>, reader?: Reader): Maybe<Frame> {
  return after(wordsFor(call, reader), (words) => ({ brand: call.app.config.brand, words }))
}

/** The same where something failed, before or after the guard spoke. */
export function frameOfFailed(call: Call): Maybe<Frame> {
  return hasWords(call.caller) ? frameOf({ app: call.app, caller: call.caller }) : frameFor(call)
}

const hasWords = (caller: unknown): caller is { words: PageWords } =>
  typeof caller === 'object' && caller !== null && 'words' in caller && caller.words !== undefined

import type { PageWords } from '../words/words.ts'

/** What a scope lets an application do, to follow "This allows it to". A scope we do not know is named as it is. */
export function scopeSentence({ access }: PageWords, scope: string): string {
  return sentenceIn(access.scopes.known, scope) ?? access.scopes.other(scope)
}

/** What a scope lets a program do, to follow "It may". */
export function keyScopeSentence(words: PageWords, scope: string): string {
  return sentenceIn(words.access.scopes.ofKeys, scope) ?? scopeSentence(words, scope)
}

/** A scope may be called like what every object has. */
const sentenceIn = (sentences: Readonly<Record<string, string>>, scope: string) =>
  Object.hasOwn(sentences, scope) ? sentences[scope] : undefined

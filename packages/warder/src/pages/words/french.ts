import { type Html, rewritten } from '../html.ts'

/** French sets a space before its double marks and inside its quotes. One that breaks would leave the mark alone on a line. */
export function spacedLine(line: string): string {
  return line
    .replace(/ ([:»])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/ ([;?!])/g, '\u202f$1')
}

/** The same words with those spaces, also in what is said of a value. */
export function spaced<T>(words: T): T {
  if (typeof words === 'string') return spacedLine(words) as T & string
  if (isSaying(words)) return ((...values: unknown[]) => spaced(words(...values))) as T & Saying
  if (isMarkup(words)) return rewritten(words, spacedLine) as T & Html
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, spaced(word)])) as T
}

type Saying = (...values: unknown[]) => unknown

const isSaying = (word: unknown): word is Saying => typeof word === 'function'

const isMarkup = (value: unknown): value is Html => value instanceof String

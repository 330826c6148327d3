import type { Problem, ProblemField } from '@warder/protocol'
import { refused as english } from './en.ts'
import type { PageWords } from '../words.ts'
import type { RefusedWords } from './refused.ts'

type Value = string | number

/** Names of the sentences without values, by their English text. */
let names: ReadonlyMap<string, string> | undefined

/**
 * What a problem, or a field of one, says in the words of a page. What the page has no sentence for is said as it is where
 * the page is in English, and is undefined elsewhere: then there are words for its kind.
 */
export function refusedIn(
  words: PageWords,
  { detail, reason }: Pick<ProblemField, 'detail' | 'reason'>,
): string | undefined {
  if (words.locale === 'en') return detail
  names ??= new Map(
    Object.entries(english).flatMap(([name, text]) => (typeof text === 'string' ? [[text, name]] : [])),
  )
  return toldIn(words.refused, reason?.name ?? names.get(detail) ?? '', reason?.values ?? [])
}

/** The sentence of a name. */
export function toldIn(refused: RefusedWords, name: string, values: readonly Value[]): string | undefined {
  if (!Object.hasOwn(refused, name)) return undefined
  const saying: string | ((...values: never[]) => string) = refused[name as keyof typeof refused]
  return typeof saying === 'string' ? saying : (saying as (...values: readonly Value[]) => string)(...values)
}

/** The same of the whole of a problem. */
export const problemIn = (words: PageWords, { message: detail, reason }: Problem): string | undefined =>
  refusedIn(words, { detail, reason })

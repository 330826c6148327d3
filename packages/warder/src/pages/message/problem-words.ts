import { problems, type Problem, type ProblemCode } from '@warder/protocol'
import { problemIn } from '../words/refused/find.ts'
import type { PageWords } from '../words/words.ts'

type Said = { title: string; text: string }

/** What the page of a problem says: what happened, and what to do now. */
export function problemWords(problem: Problem, words: PageWords): Said {
  const { code, status, message } = problem
  const { ours, problems: own } = words.messages
  const known: { readonly [code in ProblemCode]?: Said } = own
  const kind = known[code] ?? (status >= 500 ? ours : otherWords(code, words))
  // A problem without words of its own has those of its title, which would stand there twice.
  if (status >= 500 || message === problems[code].title) return kind
  return { title: kind.title, text: problemIn(words, problem) ?? kind.text }
}

/** What programs alone are told has a title in English, where that is what the page is in. */
function otherWords(code: ProblemCode, { locale, messages }: PageWords): Said {
  const { title, text } = messages.other
  return { title: locale === 'en' ? problems[code].title : title, text }
}

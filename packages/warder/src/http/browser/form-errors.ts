import { Problem, type ProblemCode, type ProblemField } from '@warder/protocol'
import { problemWords } from '../../pages/message/problem-words.ts'
import { problemIn, refusedIn } from '../../pages/words/refused/find.ts'
import type { PageWords } from '../../pages/words/words.ts'

/** What another page mends: the edge leads there. */
const elsewhere: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'csrf_failed',
  'insufficient_user_authentication',
  'password_change_required',
])

/** What a page with a form is told when something in it was wrong. */
export type FormErrors<Name extends string> = {
  fields: { [name in Name]?: string }
  /** What concerns no field. */
  whole: string | undefined
  status: number
  headers: Record<string, string>
}

/**
 * What was wrong with a form, per field and in whole: the pointers of a problem become the names of fields, which are
 * named in the order of the page.
 * Anything that is not the person's to mend goes on to the edge.
 */
export function formErrors<Name extends string>(
  words: PageWords,
  error: unknown,
  fields: readonly Name[],
): FormErrors<Name> {
  if (!(error instanceof Problem) || error.status >= 500 || elsewhere.has(error.code)) throw error
  const found: { [name in Name]?: string } = {}
  // In the order of the fields, because a summary of them is read from top to bottom.
  for (const name of fields) {
    const wrong = error.errors?.find(({ pointer }) => pointer === `/${name}`)
    if (wrong) found[name] = sentence(words, wrong)
  }
  const whole = Object.keys(found).length > 0 ? undefined : wholeOf(words, error)
  return { fields: found, whole, status: error.status, headers: error.headers }
}

/** The same error, where what is wrong with one of several is wrong with their field. */
export function atFields(error: unknown): unknown {
  if (!(error instanceof Problem) || !error.errors) return error
  const errors = error.errors.map((wrong) => ({ ...wrong, pointer: `/${wrong.pointer.split('/')[1] ?? ''}` }))
  const { code, message: detail, reason, headers, extra } = error
  return new Problem(code, { detail, reason, errors, headers, extra })
}

/** What is wrong with all of it. In another language than English, where nothing more is known, the words of its kind. */
function wholeOf(words: PageWords, problem: Problem): string {
  return problemIn(words, problem) ?? problemWords(problem, words).text
}

/** "is required" is said of a field in JSON; on a page it stands alone below the field. */
function sentence(words: PageWords, wrong: ProblemField): string {
  const { fillIn, otherValue } = words.refused
  if (wrong.detail === 'is required') return fillIn
  const said = refusedIn(words, wrong) ?? otherValue
  return words.locale === 'en' && /^(is|has|needs|names) /.test(said) ? `This ${said}.` : said
}

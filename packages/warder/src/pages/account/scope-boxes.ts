import { keyScopeSentence } from '../access/scopes.ts'
import { checkbox } from '../form.ts'
import { html, type Html } from '../html.ts'
import type { PageWords } from '../words/words.ts'

/** The name of a box of a form begins so: each has its own, because no field may be sent twice. */
const prefix = 'scope:'

type ScopesView = {
  words: PageWords
  /** What the person may give. */
  scopes: readonly string[]
  values: { scopes?: readonly string[] }
  errors: { scopes?: string | undefined }
}

/** What a program may do, to be ticked. `focused`: the first box has the focus, because the form came back about them. */
export function scopeBoxes({ words, scopes, values, errors }: ScopesView, focused: boolean): Html {
  const ticked = values.scopes ?? (scopes.length === 1 ? scopes : [])
  const box = (scope: string, at: number) =>
    checkbox({
      name: `${prefix}${scope}`,
      label: keyScopeSentence(words, scope),
      ticked: ticked.includes(scope),
      autofocus: focused && at === 0,
      describedBy: errors.scopes && 'scopes-error',
    })
  // The summary of errors leads here.
  return html`<fieldset class="stack tight" id="scopes" tabindex="-1">
    <legend>${words.account.whatMayItDo}</legend>
    ${scopes.map(box)}
    ${errors.scopes && html`<p class="error" id="scopes-error">${errors.scopes}</p>`}
  </fieldset>`
}

/** What was ticked. */
export function scopesIn(form: URLSearchParams): string[] {
  return [...form.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}

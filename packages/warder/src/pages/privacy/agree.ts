import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { consentBoxes, type ConsentBox } from './boxes.ts'

export type AgreeView = Frame &
  FormView & {
    /** Where the person wanted to go. */
    return_to?: string | undefined
    boxes: readonly ConsentBox[]
    error?: string | undefined
  }

/** `/agree`: posts the boxes; `/agree/decline` ends the sign-in. */
export function agreePage(view: AgreeView): string {
  const words = view.words.signIn.agree
  const one = view.boxes.length === 1
  const wrong = view.boxes.find(({ error }) => error)
  const kept = hiddenField('return_to', view.return_to)
  return sheet(
    {
      ...view,
      title: words.title,
      lead: one ? words.one : words.many,
      failed: Boolean(view.error) || wrong !== undefined,
    },
    html`${view.error && notice('bad', view.error)}
    ${form('/agree', view, [kept, consentBoxes(view.words, view.boxes, wrong?.name), submit(view.words.everyPage.continue)])}
    ${form('/agree/decline', view, [kept, submit(words.notNow, 'plain')])}
      <p class="soft">${words.without}</p>`,
  )
}

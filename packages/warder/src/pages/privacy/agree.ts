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
  const one = view.boxes.length === 1
  const wrong = view.boxes.find(({ error }) => error)
  const kept = hiddenField('return_to', view.return_to)
  return sheet(
    {
      ...view,
      title: 'Before you go on',
      lead: one
        ? 'Please read this and agree to it, and you are in.'
        : 'Please read these and agree to them, and you are in.',
      failed: Boolean(view.error) || wrong !== undefined,
    },
    html`${view.error && notice('bad', view.error)}
    ${form('/agree', view, [kept, consentBoxes(view.boxes, wrong?.name), submit('Continue')])}
    ${form('/agree/decline', view, [kept, submit('Not now', 'plain')])}
      <p class="soft">Without it you cannot be signed in. “Not now” ends this sign-in, and changes nothing else.</p>`,
  )
}

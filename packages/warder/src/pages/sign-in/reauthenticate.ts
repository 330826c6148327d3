import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { fixedEmailField } from './person-fields.ts'

export type ReauthenticateView = Frame &
  FormView & {
    /** Whose password is asked for. */
    email: string
    /** A path of ours to go on to. */
    return_to: string
    error?: string | undefined
  }

/** `/reauthenticate`: posts `return_to`, `password`. */
export function reauthenticatePage(view: ReauthenticateView): string {
  return sheet(
    {
      ...view,
      title: 'Confirm it’s you',
      lead: 'Before you change this, please enter your password once more.',
      failed: Boolean(view.error),
    },
    html`${form('/reauthenticate', view, [
      hiddenField('return_to', view.return_to),
      fixedEmailField(view.email),
      field({
        name: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
        error: view.error,
        required: true,
        autofocus: true,
        enterkeyhint: 'go',
      }),
      submit('Continue'),
    ])}
      <div class="links"><a href="${view.return_to}">Not now</a></div>`,
  )
}

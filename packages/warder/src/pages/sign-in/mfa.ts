import { field, form, hiddenField, keepInteraction, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'

export type MfaView = Frame &
  FormView & {
    /** Where the code was sent, shortened: whoever has the password need not know the address. */
    email: string
    /** Where the person wanted to go. */
    return_to?: string | undefined
    /** A new code is on its way. */
    sent?: boolean | undefined
    error?: string | undefined
  }

/** `/mfa`: posts `code`. The second form asks for a new code. */
export function mfaPage(view: MfaView): string {
  const kept = hiddenField('return_to', view.return_to)
  return sheet(
    {
      ...view,
      title: 'Enter your code',
      lead: html`This sign-in looks different from your usual ones. To be sure that it is you, we sent a code to
        <b>${outside(view.email)}</b>.`,
      failed: Boolean(view.error),
    },
    html`${view.sent && notice('good', 'A new code is on its way. Earlier ones no longer work.')}
      ${form('/mfa', view, [
        kept,
        field({
          name: 'code',
          label: 'Code',
          type: 'text',
          autocomplete: 'one-time-code',
          hint: 'Six digits. It works for ten minutes.',
          error: view.error,
          required: true,
          autofocus: true,
          enterkeyhint: 'go',
        }),
        submit('Continue'),
      ])}
      <p class="soft">Nothing there after a few minutes? Look in the spam folder, or let us send another one.</p>
      ${form('/mfa/send', view, [kept, submit('Send a new code', 'plain')])}
      <div class="links"><a href="${keepInteraction('/login', view.interaction)}">Back to sign in</a></div>`,
  )
}

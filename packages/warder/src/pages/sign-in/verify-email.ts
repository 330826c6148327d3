import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'

export type VerifyEmailView = Frame &
  FormView & {
    token: string
    /** True in another browser than the one that registered: the link alone does not prove who chose the password. */
    needsPassword: boolean
    minLength: number
    error?: string | undefined
  }

/** `/verify-email`: posts `token` and, where asked, `password`. Opening it changes nothing: mail scanners open links. */
export function verifyEmailPage(view: VerifyEmailView): string {
  const password = field({
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'current-password',
    hint: `The one you chose when you registered. Or choose a new one, at least ${view.minLength} characters long.`,
    error: view.error,
    required: true,
    autofocus: true,
    enterkeyhint: 'go',
  })

  return sheet(
    {
      ...view,
      title: 'Confirm your email',
      heading: 'Confirm your email address',
      lead: view.needsPassword
        ? 'You opened this link in another browser than the one you registered with. Your password shows that it is you.'
        : 'One more step, and your account is ready.',
      failed: Boolean(view.error),
    },
    html`${!view.needsPassword && view.error && notice('bad', view.error)}
      ${form('/verify-email', view, [
        hiddenField('token', view.token),
        view.needsPassword && password,
        submit('Confirm'),
      ])}
      <p class="soft">You did not create an account? Then close this page and nothing happens.</p>`,
  )
}

import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type RecoverView = Frame &
  FormView & {
    token: string
    email: string
    /** When it begins to work, in words; undefined once it does. */
    wait?: string | undefined
    /** Whether the account has a password, which is asked for. */
    password: boolean
    error?: string | undefined
  }

/** `/recover`: posts `token` and `password`; the second form posts `token` to `/recover/stop`. Opening it changes nothing. */
export function recoverPage(view: RecoverView): string {
  const token = hiddenField('token', view.token)
  return sheet(
    {
      ...view,
      title: 'Get back into your account',
      lead: html`For <b>${outside(view.email)}</b>, in place of a second step that you have lost.`,
      failed: Boolean(view.error),
    },
    html`${
      view.wait === undefined
        ? form('/recover', view, [
            token,
            view.password &&
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
            submit('Set up a new second step'),
          ])
        : html`<p>
            This works from <b>${view.wait}</b>. We wait a little, so that nobody can use it behind your back.
            Open the link again then.
          </p>`
    }
      <p class="soft">You did not ask for this? Then stop it, and change your password.</p>
      ${form('/recover/stop', view, [token, submit('Stop it', 'plain')])}`,
  )
}

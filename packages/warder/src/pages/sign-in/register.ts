import { field, focusOn, form, hiddenField, keepInteraction, newPasswordField, submit } from '../form.ts'
import type { Errors, FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'
import { continueTo } from './login.ts'

export type RegisterView = Frame &
  FormView & {
    application?: string | undefined
    values: { email?: string | undefined; full_name?: string | undefined }
    errors: Errors<'full_name' | 'email' | 'password'>
    /** The shortest password accepted, in characters. */
    minLength: number
  }

/** `/register`: posts `full_name`, `email`, `password`. */
export function registerPage(view: RegisterView): string {
  const { values, errors } = view
  const focus = focusOn(errors, ['full_name', 'email', 'password'], 'full_name')
  const failed = Object.values(errors).some(Boolean)

  return sheet(
    {
      ...view,
      title: 'Create an account',
      lead: view.application && continueTo(view.application),
      failed,
    },
    html`${errorSummary(errors)}
      ${form('/register', view, [
        field({
          name: 'full_name',
          label: 'Your name',
          type: 'text',
          autocomplete: 'name',
          value: values.full_name,
          error: errors.full_name,
          required: true,
          autofocus: focus === 'full_name',
          enterkeyhint: 'next',
        }),
        field({
          name: 'email',
          label: 'Email address',
          type: 'email',
          // The address is what people sign in with, so password managers shall keep it as the user name.
          autocomplete: 'username',
          value: values.email,
          error: errors.email,
          required: true,
          autofocus: focus === 'email',
          enterkeyhint: 'next',
        }),
        newPasswordField({
          minLength: view.minLength,
          error: errors.password,
          autofocus: focus === 'password',
        }),
        submit('Create account'),
      ])}
      <div class="links">
        <p>Have an account? <a href="${keepInteraction('/login', view.interaction)}">Sign in</a></p>
      </div>`,
  )
}

export type RegisterSentView = Frame & FormView & { email: string; resent?: boolean | undefined }

/** After registering, whether or not the address was new. Posts `email` to `/verify-email/resend`. */
export function registerSentPage(view: RegisterSentView): string {
  return sheet(
    {
      ...view,
      title: 'Check your inbox',
      lead: html`We sent a message to <b>${outside(view.email)}</b>. Open the link in it to finish.`,
    },
    html`${view.resent && notice('good', 'Sent again. It can take a minute to arrive.')}
      <p class="soft">Nothing there? Look in the spam folder, or let us send it once more.</p>
      ${form('/verify-email/resend', view, [hiddenField('email', view.email), submit('Send it again', 'plain')])}
      <div class="links">
        <a href="${keepInteraction('/register', view.interaction)}">Use another address</a>
      </div>`,
  )
}

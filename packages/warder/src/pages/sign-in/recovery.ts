import { field, form, hiddenField, keepAim, newPasswordField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { fixedEmailField } from './person-fields.ts'

export type ForgotPasswordView = Frame &
  FormView & {
    /** True once the form was sent, whether or not the address has an account. */
    sent?: boolean | undefined
    email?: string | undefined
    error?: string | undefined
    return_to?: string | undefined
  }

/** `/forgot-password`: posts `email`. */
export function forgotPasswordPage(view: ForgotPasswordView): string {
  return view.sent ? forgotPasswordSent(view) : forgotPasswordForm(view)
}

function forgotPasswordForm(view: ForgotPasswordView): string {
  return sheet(
    {
      ...view,
      title: 'Forgot your password?',
      lead: 'Tell us your email address, and we send you a link to choose a new one.',
      failed: Boolean(view.error),
    },
    html`${form('/forgot-password', view, [
      hiddenField('return_to', view.return_to),
      field({
        name: 'email',
        label: 'Email address',
        type: 'email',
        autocomplete: 'username',
        value: view.email,
        error: view.error,
        required: true,
        autofocus: true,
        enterkeyhint: 'send',
      }),
      submit('Send the link'),
    ])}
      <div class="links"><a href="${keepAim('/login', view)}">Back to sign in</a></div>`,
  )
}

function forgotPasswordSent(view: ForgotPasswordView): string {
  const address = view.email ? html`<b>${outside(view.email)}</b>` : 'this address'
  return sheet(
    {
      ...view,
      title: 'Check your inbox',
      lead: html`If ${address} has an account, a link to choose a new password is on its way.`,
    },
    html`<p class="soft">
        Nothing there after a few minutes? Look in the spam folder, or let us send it once more.
      </p>
      ${
        view.email &&
        form('/forgot-password', view, [
          hiddenField('return_to', view.return_to),
          hiddenField('email', view.email),
          submit('Send it again', 'plain'),
        ])
      }
      <div class="links"><a href="${keepAim('/login', view)}">Back to sign in</a></div>`,
  )
}

export type ResetPasswordView = Frame &
  FormView & {
    token: string
    /** Shown, so that people and password managers see whose password this becomes. */
    email?: string | undefined
    minLength: number
    /** True when the person cannot sign in before. */
    required?: boolean | undefined
    /** True when the person has no password yet, or none any more. */
    none?: boolean | undefined
    /** About the new password. A link that no longer works is a `messagePage`. */
    error?: string | undefined
  }

/** `/reset-password`: posts `token`, `password`. */
export function resetPasswordPage(view: ResetPasswordView): string {
  return sheet(
    {
      ...view,
      title: view.none ? 'Set a password' : 'Choose a new password',
      lead: leadOf(view),
      failed: Boolean(view.error),
    },
    html`${form('/reset-password', view, [
      hiddenField('token', view.token),
      view.email && fixedEmailField(view.email),
      newPasswordField({
        label: 'New password',
        minLength: view.minLength,
        error: view.error,
        autofocus: true,
      }),
      submit('Save new password'),
    ])}`,
  )
}

function leadOf({ none, required }: ResetPasswordView): string {
  if (none)
    return 'Your account has no password at the moment. With one, whoever knows it can begin to sign in. You will be signed out everywhere else.'
  if (required) return 'Your password has to change before you can go on.'
  return 'You will be signed out everywhere else.'
}

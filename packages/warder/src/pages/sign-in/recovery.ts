import { field, form, hiddenField, keepAim, newPasswordField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
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
  const { everyPage, signIn } = view.words
  return sheet(
    {
      ...view,
      title: signIn.forgot.title,
      lead: signIn.forgot.lead,
      failed: Boolean(view.error),
    },
    html`${form('/forgot-password', view, [
      hiddenField('return_to', view.return_to),
      field({
        name: 'email',
        label: everyPage.fields.email,
        type: 'email',
        autocomplete: 'username',
        value: view.email,
        error: view.error,
        required: true,
        autofocus: true,
        enterkeyhint: 'send',
      }),
      submit(signIn.sendLink),
    ])}
      <div class="links"><a href="${keepAim('/login', view)}">${everyPage.backToSignIn}</a></div>`,
  )
}

function forgotPasswordSent(view: ForgotPasswordView): string {
  const { everyPage, signIn } = view.words
  const { forgot } = signIn
  return sheet(
    {
      ...view,
      title: signIn.inbox,
      lead: view.email ? forgot.sent(view.email) : forgot.sentSomewhere,
    },
    html`<p class="soft">${signIn.nothingThere}</p>
      ${
        view.email &&
        form('/forgot-password', view, [
          hiddenField('return_to', view.return_to),
          hiddenField('email', view.email),
          submit(signIn.again, 'plain'),
        ])
      }
      <div class="links"><a href="${keepAim('/login', view)}">${everyPage.backToSignIn}</a></div>`,
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
  const { reset } = view.words.signIn
  return sheet(
    {
      ...view,
      title: view.none ? reset.titleOfFirst : reset.title,
      lead: leadOf(view),
      failed: Boolean(view.error),
    },
    html`${form('/reset-password', view, [
      hiddenField('token', view.token),
      view.email && fixedEmailField(view.words, view.email),
      newPasswordField({
        words: view.words,
        label: view.words.everyPage.newPassword,
        minLength: view.minLength,
        error: view.error,
        autofocus: true,
      }),
      submit(reset.submit),
    ])}`,
  )
}

function leadOf({ words, none, required }: ResetPasswordView): string {
  const { reset } = words.signIn
  if (none) return reset.leadOfFirst
  return required ? reset.required : reset.lead
}

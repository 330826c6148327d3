import { form, newPasswordField, submit } from '../../form.ts'
import { html } from '../../html.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

export type AddPasswordView = AccountFrame & {
  minLength: number
  error?: string | undefined
}

/** `/account/security/password/new`, for whoever has none: posts `password` to itself. */
export function addPasswordPage(view: AddPasswordView): string {
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: 'Set a password',
      lead: 'It signs you in beside the ways that you have already.',
      failed: Boolean(view.error),
    },
    html`${section(
      'Password',
      html`<div class="pad">
        ${form('/account/security/password/new', view, [
          html`<input type="text" autocomplete="username" value="${view.user.email}" readonly hidden />`,
          newPasswordField({
            words: view.words,
            label: 'New password',
            minLength: view.minLength,
            error: view.error,
            autofocus: true,
            enterkeyhint: 'done',
          }),
          submit('Set password'),
        ])}
      </div>`,
    )}
      <p><a href="/account/security">Back to Security</a></p>`,
  )
}

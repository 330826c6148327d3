import { form, newPasswordField, submit } from '../../form.ts'
import { html } from '../../html.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

export type AddPasswordView = AccountFrame & {
  minLength: number
  error?: string | undefined
}

/** `/account/security/password/new`, for whoever has none: posts `password` to itself. */
export function addPasswordPage(view: AddPasswordView): string {
  const { passwordless, rows, security } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: passwordless.set,
      lead: passwordless.setLead,
      failed: Boolean(view.error),
    },
    html`${section(
      security.password,
      html`<div class="pad">
        ${form('/account/security/password/new', view, [
          html`<input type="text" autocomplete="username" value="${view.user.email}" readonly hidden />`,
          newPasswordField({
            words: view.words,
            label: view.words.everyPage.newPassword,
            minLength: view.minLength,
            error: view.error,
            autofocus: true,
            enterkeyhint: 'done',
          }),
          submit(passwordless.setIt),
        ])}
      </div>`,
    )}
      <p><a href="/account/security">${rows.backToSecurity}</a></p>`,
  )
}

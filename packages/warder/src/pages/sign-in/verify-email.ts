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
  const { everyPage, signIn } = view.words
  const { verify } = signIn
  const password = field({
    name: 'password',
    label: everyPage.fields.password,
    type: 'password',
    autocomplete: 'current-password',
    hint: verify.password(view.minLength),
    error: view.error,
    required: true,
    autofocus: true,
    enterkeyhint: 'go',
  })

  return sheet(
    {
      ...view,
      title: verify.title,
      heading: verify.heading,
      lead: view.needsPassword ? verify.otherBrowser : verify.oneMore,
      failed: Boolean(view.error),
    },
    html`${!view.needsPassword && view.error && notice('bad', view.error)}
      ${form('/verify-email', view, [
        hiddenField('token', view.token),
        view.needsPassword && password,
        submit(verify.submit),
      ])}
      <p class="soft">${verify.notYou}</p>`,
  )
}

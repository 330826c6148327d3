import { field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
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
  const { everyPage, secondStep } = view.words
  const words = secondStep.recover
  return sheet(
    {
      ...view,
      title: words.title,
      lead: words.lead(view.email),
      failed: Boolean(view.error),
    },
    html`${
      view.wait === undefined
        ? form('/recover', view, [
            token,
            view.password &&
              field({
                name: 'password',
                label: everyPage.fields.password,
                type: 'password',
                autocomplete: 'current-password',
                error: view.error,
                required: true,
                autofocus: true,
                enterkeyhint: 'go',
              }),
            submit(words.submit),
          ])
        : html`<p>${words.wait(view.wait)}</p>`
    }
      <p class="soft">${words.notYou}</p>
      ${form('/recover/stop', view, [token, submit(words.stop, 'plain')])}`,
  )
}

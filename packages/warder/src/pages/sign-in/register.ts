import { elsewhereButtons, type Elsewhere } from './without-password/elsewhere.ts'
import { form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { consentBoxes, type ConsentBox } from '../privacy/boxes.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'
import { personFields, type PersonView } from './person-fields.ts'

export type RegisterView = Frame &
  FormView &
  PersonView & {
    application?: string | undefined
    /** Where the person goes once they are in, when no application waits and it is not home. */
    return_to?: string | undefined
    /** Accounts elsewhere that sign in. */
    providers?: readonly Elsewhere[]
    /** What there is to agree to. */
    consents?: readonly ConsentBox[]
  }

/** `/register`: posts `full_name`, `email`, `password` and the boxes that are ticked. */
export function registerPage(view: RegisterView): string {
  const { errors, words } = view
  const { register } = words.signIn
  const wrongBox = view.consents?.find(({ error }) => error)
  const failed = Object.values(errors).some(Boolean)
  // What stands first on the page: a box has the focus only where every field above it is right.
  const box = failed ? undefined : wrongBox?.name

  return sheet(
    {
      ...view,
      title: register.title,
      lead: view.application && words.signIn.continueTo(view.application),
      failed: failed || wrongBox !== undefined,
    },
    html`${errorSummary(words, errors)}
      ${form('/register', view, [
        hiddenField('return_to', view.return_to),
        ...personFields(view, box === undefined),
        consentBoxes(words, view.consents ?? [], box),
        submit(register.submit),
      ])}
      ${elsewhereButtons(view, view.providers ?? [])}
      <div class="links">
        <p>${register.login(keepAim('/login', view))}</p>
      </div>`,
  )
}

export type RegisterSentView = Frame &
  FormView & { email: string; resent?: boolean | undefined; return_to?: string | undefined }

/** After registering, whether or not the address was new. Posts `email` to `/verify-email/resend`. */
export function registerSentPage(view: RegisterSentView): string {
  const { signIn } = view.words
  const { register } = signIn
  return sheet(
    {
      ...view,
      title: signIn.inbox,
      lead: register.sent(view.email),
    },
    html`${view.resent && notice('good', register.resent)}
      <p class="soft">${register.nothingThere}</p>
      ${form('/verify-email/resend', view, [
        hiddenField('return_to', view.return_to),
        hiddenField('email', view.email),
        submit(signIn.again, 'plain'),
      ])}
      <div class="links">
        <a href="${keepAim('/register', view)}">${register.otherAddress}</a>
      </div>`,
  )
}

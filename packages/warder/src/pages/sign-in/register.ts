import { elsewhereButtons, type Elsewhere } from './without-password/elsewhere.ts'
import { form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { consentBoxes, type ConsentBox } from '../privacy/boxes.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'
import { personFields, type PersonView } from './person-fields.ts'
import { continueTo } from './login.ts'

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
  const { errors } = view
  const wrongBox = view.consents?.find(({ error }) => error)
  const failed = Object.values(errors).some(Boolean)
  // What stands first on the page: a box has the focus only where every field above it is right.
  const box = failed ? undefined : wrongBox?.name

  return sheet(
    {
      ...view,
      title: 'Create an account',
      lead: view.application && continueTo(view.application),
      failed: failed || wrongBox !== undefined,
    },
    html`${errorSummary(errors)}
      ${form('/register', view, [
        hiddenField('return_to', view.return_to),
        ...personFields(view, box === undefined),
        consentBoxes(view.consents ?? [], box),
        submit('Create account'),
      ])}
      ${elsewhereButtons(view.providers ?? [], view)}
      <div class="links">
        <p>Have an account? <a href="${keepAim('/login', view)}">Sign in</a></p>
      </div>`,
  )
}

export type RegisterSentView = Frame &
  FormView & { email: string; resent?: boolean | undefined; return_to?: string | undefined }

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
      ${form('/verify-email/resend', view, [
        hiddenField('return_to', view.return_to),
        hiddenField('email', view.email),
        submit('Send it again', 'plain'),
      ])}
      <div class="links">
        <a href="${keepAim('/register', view)}">Use another address</a>
      </div>`,
  )
}

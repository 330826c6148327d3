import { focusOn, form, hiddenField, newPasswordField, submit, type Errors, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { errorSummary, notice } from '../notice.ts'
import { fixedEmailField, fullNameField } from './person-fields.ts'

type Invited = Frame &
  FormView & {
    token: string
    /** Who is invited. */
    email: string
    /** To what, where it is another organisation. */
    organisation?: string | undefined
    /** What is wrong with the whole, not with one field. */
    error?: string | undefined
  }

export type InviteView = Invited & {
  values: { full_name?: string | undefined }
  errors: Errors<'full_name' | 'password'>
  /** In characters. */
  minLength: number
}

/** `/invite` for somebody new: posts `token`, `full_name`, `password`. */
export function invitePage(view: InviteView): string {
  const { errors } = view
  const focus = focusOn(errors, ['full_name', 'password'], 'full_name')
  return sheet(
    {
      ...view,
      ...titleOf(view),
      lead: 'Tell us your name and choose a password, and your account is ready.',
      failed: Boolean(view.error) || Object.values(errors).some(Boolean),
    },
    html`${view.error && notice('bad', view.error)} ${errorSummary(errors)}
    ${form('/invite', view, [
      hiddenField('token', view.token),
      fullNameField(view.values.full_name, errors.full_name, focus === 'full_name'),
      fixedEmailField(view.email),
      newPasswordField({
        minLength: view.minLength,
        error: errors.password,
        autofocus: focus === 'password',
      }),
      submit('Create my account'),
    ])}`,
  )
}

/** `/invite` for somebody who is signed in with that address: posts `token`. */
export function joinPage(view: Invited): string {
  return sheet(
    {
      ...view,
      ...titleOf(view),
      lead: html`You accept as <b>${outside(view.email)}</b>, with the account that you have.`,
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)}
    ${form('/invite', view, [hiddenField('token', view.token), submit('Accept the invitation')])}
      <div class="links"><a href="/account">Not now</a></div>`,
  )
}

const titleOf = ({ organisation }: Invited) =>
  organisation === undefined
    ? { title: 'You are invited' }
    : { title: `${organisation} invites you`, heading: html`${outside(organisation)} invites you` }

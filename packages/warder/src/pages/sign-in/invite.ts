import { focusOn, form, hiddenField, newPasswordField, submit, type Errors, type FormView } from '../form.ts'
import { html } from '../html.ts'
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
  const { errors, words } = view
  const { invite } = words.signIn
  const focus = focusOn(errors, ['full_name', 'password'], 'full_name')
  return sheet(
    {
      ...view,
      ...titleOf(view),
      lead: invite.lead,
      failed: Boolean(view.error) || Object.values(errors).some(Boolean),
    },
    html`${view.error && notice('bad', view.error)} ${errorSummary(words, errors)}
    ${form('/invite', view, [
      hiddenField('token', view.token),
      fullNameField(words, view.values.full_name, errors.full_name, focus === 'full_name'),
      fixedEmailField(words, view.email),
      newPasswordField({
        words,
        minLength: view.minLength,
        error: errors.password,
        autofocus: focus === 'password',
      }),
      submit(invite.submit),
    ])}`,
  )
}

/** `/invite` for somebody who is signed in with that address: posts `token`. */
export function joinPage(view: Invited): string {
  const { invite } = view.words.signIn
  return sheet(
    {
      ...view,
      ...titleOf(view),
      lead: invite.join(view.email),
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error)}
    ${form('/invite', view, [hiddenField('token', view.token), submit(invite.accept)])}
      <div class="links"><a href="/account">${invite.notNow}</a></div>`,
  )
}

function titleOf({ organisation, words }: Invited) {
  const { invite } = words.signIn
  return organisation === undefined
    ? { title: invite.title }
    : { title: invite.titleOf(organisation), heading: invite.headingOf(organisation) }
}

import { choice, field, form, submit, type Choice, type Errors } from '../form.ts'
import { html, outside } from '../html.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'
import { passwordlessPrompt, type Prompt } from './passwordless/section.ts'

export type ProfileView = AccountFrame & {
  /** What was typed, when it comes back with an error; the name as stored when absent. */
  values?: { full_name: string } | undefined
  /** The language of mails: what may be chosen, and what is. The empty value leaves it to the browser. */
  languages: Choice['options']
  language: string
  errors?: Errors<'full_name'> | undefined
  /** What the person may do next to get away from their password. */
  prompt?: Prompt | undefined
  /** Whether they are a member of other organisations. */
  member?: boolean
}

/** `/account`: posts `full_name` and `locale` to `/account/profile`. */
export function profilePage(view: ProfileView): string {
  const { user } = view
  const error = view.errors?.full_name

  return accountLayout(
    view,
    {
      path: '/account',
      title: 'Profile',
      lead: 'How applications and other people see you.',
      failed: Boolean(error),
    },
    html`${section(
      'Name and language',
      html`<div class="pad">
        ${form('/account/profile', view, [
          field({
            name: 'full_name',
            label: 'Your name',
            type: 'text',
            autocomplete: 'name',
            value: view.values?.full_name ?? user.full_name,
            error,
            required: true,
            autofocus: Boolean(error),
            enterkeyhint: 'done',
          }),
          choice({
            name: 'locale',
            label: 'Language of our mails',
            options: view.languages,
            value: view.language,
          }),
          submit('Save'),
        ])}
      </div>`,
    )}
    ${section(
      'Account',
      html`<dl class="pad facts">
        <div>
          <dt>Email address</dt>
          <dd>${outside(user.email)} · <a href="/account/emails">Change it</a></dd>
        </div>
        <div>
          <dt>Roles</dt>
          <dd>${roleTags(user.roles)}</dd>
        </div>
        ${
          view.member === true &&
          html`<div>
            <dt>Organisations</dt>
            <dd><a href="/account/organisations">Where you are a member</a></dd>
          </div>`
        }
      </dl>`,
    )}
    ${view.prompt && passwordlessPrompt(view.prompt, view.csrf)}`,
  )
}

function roleTags(roles: readonly string[]) {
  if (roles.length === 0) return 'None'
  return html`<span class="tags"
    >${roles.map((role) => html`<span class="tag">${outside(role)}</span>`)}</span
  >`
}

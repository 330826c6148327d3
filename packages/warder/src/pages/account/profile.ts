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
  const { user, words } = view
  const { profile, menu, rows } = words.account
  const error = view.errors?.full_name

  return accountLayout(
    view,
    {
      path: '/account',
      title: menu.pages.profile,
      lead: profile.lead,
      failed: Boolean(error),
    },
    html`${section(
      profile.nameAndLanguage,
      html`<div class="pad">
        ${form('/account/profile', view, [
          field({
            name: 'full_name',
            label: words.everyPage.fields.full_name,
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
            label: profile.language,
            options: view.languages,
            value: view.language,
          }),
          submit(rows.save),
        ])}
      </div>`,
    )}
    ${section(
      profile.account,
      html`<dl class="pad facts">
        <div>
          <dt>${words.everyPage.fields.email}</dt>
          <dd>${outside(user.email)} · <a href="/account/emails">${profile.changeEmail}</a></dd>
        </div>
        <div>
          <dt>${profile.roles}</dt>
          <dd>${roleTags(profile.noRoles, user.roles)}</dd>
        </div>
        ${
          view.member === true &&
          html`<div>
            <dt>${profile.organisations}</dt>
            <dd><a href="/account/organisations">${profile.member}</a></dd>
          </div>`
        }
      </dl>`,
    )}
    ${view.prompt && passwordlessPrompt(view, view.prompt)}`,
  )
}

function roleTags(none: string, roles: readonly string[]) {
  if (roles.length === 0) return none
  return html`<span class="tags"
    >${roles.map((role) => html`<span class="tag">${outside(role)}</span>`)}</span
  >`
}

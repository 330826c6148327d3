import { initials, nothing, section } from '../account/layout.ts'
import { checkbox, choice, field, focusOn, form, hiddenField, submit, type Errors } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { errorSummary, notice } from '../notice.ts'
import { time } from '../times.ts'
import { askFirstPage } from './ask-first.ts'
import { consoleLayout, momentOf, more, type ConsoleFrame } from './layout.ts'

/** A person as the API tells of them. */
export type PersonRow = {
  id: string
  email: string
  full_name: string
  roles: readonly string[]
  email_verified: boolean
  mfa_enabled: boolean
  created_at: string
  last_login: string | null
  disabled: boolean
  deactivated: boolean
  password_change_required: boolean
}

export type PeopleView = ConsoleFrame & {
  people: readonly PersonRow[]
  next_cursor: string | null
  /** What was searched for; empty for everybody. */
  email: string
}

/** `/console/people`: searched by `?email=`. */
export function peoplePage(view: PeopleView): string {
  const { people, email, next_cursor } = view
  const empty = email
    ? 'Nobody’s main address begins so.'
    : 'Nobody yet. Invite somebody, or let them register.'
  return consoleLayout(
    view,
    { path: '/console/people', title: 'People', lead: 'Everybody who has an account here.' },
    html`<form class="stack" method="get" action="/console/people" role="search">
        ${field({
          name: 'email',
          label: 'Find by the beginning of the main address',
          type: 'text',
          autocomplete: 'off',
          value: email,
        })}
        ${submit('Find', 'plain')}
      </form>
      ${section(
        email ? 'Found' : 'Everybody',
        html`${people.length === 0 ? nothing(empty) : people.map((person) => personRow(person, view))}
        ${more('/console/people', next_cursor, email ? { email } : {})}
        ${
          view.may('users:write') &&
          html`<p class="pad"><a class="button small primary" href="/console/people/new">Invite or add somebody</a></p>`
        }`,
      )}`,
  )
}

function personRow(person: PersonRow, { now }: ConsoleFrame): Html {
  const name = person.full_name || person.email
  return html`<div class="row">
    <span class="glyph" aria-hidden="true">${initials(name)}</span>
    <div>
      <b>${outside(name)}</b> ${personTags(person)}<br />
      <small
        >${outside(person.email)} ·
        ${person.last_login === null ? 'never signed in' : html`signed in ${time(momentOf(person.last_login), now)}`}</small
      >
    </div>
    <div class="tags"><a class="button small" href="${pathOf(person)}" aria-label="Open ${name}">Open</a></div>
  </div>`
}

export const pathOf = ({ id }: Pick<PersonRow, 'id'>): string => `/console/people/${encodeURIComponent(id)}`

/** What is to be known of somebody at once. */
export function personTags({ disabled, deactivated, password_change_required, roles }: PersonRow): Html {
  return html`${disabled && html`<span class="tag bad">Disabled</span> `}${
    deactivated && html`<span class="tag warn">Deactivated by themselves</span> `
  }${password_change_required && html`<span class="tag warn">Needs a new password</span> `}${roles.map(
    (role) => html`<span class="tag">${outside(role)}</span> `,
  )}`
}

export type NewPersonView = ConsoleFrame & {
  values: { email?: string; full_name?: string; role?: string; invite: boolean }
  errors: Errors<'email' | 'full_name' | 'invite'>
  whole?: string | undefined
  /** Roles that may be given at once. */
  roles: readonly string[]
}

/** `/console/people/new`: posts `email`, `full_name`, `role` and `invite` to `/console/people`. */
export function newPersonPage(view: NewPersonView): string {
  const { values, errors, whole, csrf, roles } = view
  const failed = whole !== undefined || Object.keys(errors).length > 0
  const options = [{ value: '', label: 'None' }, ...roles.map((name) => ({ value: name, label: name }))]
  return consoleLayout(
    view,
    {
      path: '/console/people',
      title: 'Invite or add somebody',
      lead: 'Somebody who is invited gets a link by mail, and chooses a name and a password themselves.',
      failed,
    },
    html`${whole !== undefined && notice('bad', whole)} ${errorSummary(view.words, errors)}
    ${form('/console/people', { csrf }, [
      field({
        name: 'email',
        label: 'Email address',
        type: 'email',
        autocomplete: 'off',
        value: values.email,
        error: errors.email,
        required: true,
        autofocus: focusOn(errors, ['email', 'full_name'], 'email') === 'email',
      }),
      roles.length > 0 ? choice({ name: 'role', label: 'Role', options, value: values.role ?? '' }) : '',
      view.may('users:verify')
        ? html`${checkbox({ name: 'invite', label: 'Invite them by mail', ticked: values.invite })}
          ${field({
            name: 'full_name',
            label: 'Name, where they are not invited',
            type: 'text',
            autocomplete: 'off',
            value: values.full_name,
            error: errors.full_name ?? errors.invite,
            hint: 'Their address counts as theirs at once then. They sign in by a link that is mailed to it, or choose a password by “Forgot your password?”.',
          })}`
        : hiddenField('invite', 'on'),
      submit('Go on'),
    ])}
    <p><a href="/console/people">Back to people</a></p>`,
  )
}

/** `/console/people/{id}/delete`. */
export function deletePersonPage(
  view: ConsoleFrame & { person: PersonRow; state: string | undefined },
): string {
  const { person } = view
  return askFirstPage({
    ...view,
    path: '/console/people',
    title: 'Delete this account?',
    lead: 'Everything that is known of them goes, and everything they were given. This cannot be undone.',
    about: { name: person.full_name || person.email, more: person.email },
    instead: 'To shut somebody out for now, disable the account instead.',
    at: pathOf(person),
  })
}

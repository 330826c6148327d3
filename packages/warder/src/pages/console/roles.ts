import { nothing, section } from '../account/layout.ts'
import { area, field, focusOn, form, hiddenField, submit, type Errors } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { askFirstPage } from './ask-first.ts'
import { consoleLayout, more, thing, type ConsoleFrame } from './layout.ts'
import { formPage, line, listPage } from './parts.ts'
import { pathOf, type PersonRow } from './people.ts'

/** A role as the API tells of it. */
export type RoleRow = {
  name: string
  description: string
  permissions: readonly string[]
  /** It is always there, and nobody changes it. */
  built_in: boolean
}

const path = '/console/roles'

export const rolePath = ({ name }: Pick<RoleRow, 'name'>): string => `${path}/${encodeURIComponent(name)}`

export type RolesView = ConsoleFrame & { items: readonly RoleRow[]; next_cursor: string | null }

/** `/console/roles`. */
export function rolesPage(view: RolesView): string {
  return listPage(view, {
    path,
    title: 'Roles',
    lead: 'A role is a name for what somebody may do. People have as many as you give them.',
    heading: 'Every role',
    rows: view.items.map(roleRow),
    empty: 'None yet.',
    next_cursor: view.next_cursor,
    add: view.may('roles:write') && { href: `${path}/new`, label: 'Make a role' },
  })
}

function roleRow(role: RoleRow): Html {
  const { name, description, permissions, built_in } = role
  return line({
    glyph: icon('shield'),
    name,
    tags: built_in && html`<span class="tag">Always there</span>`,
    about: description === '' ? allowed(permissions) : outside(description),
    href: rolePath(role),
  })
}

function allowed(permissions: readonly string[]): string {
  if (permissions.includes('*')) return 'Allows everything'
  if (permissions.length === 0) return 'Allows nothing'
  return permissions.length === 1 ? 'Allows one thing' : `Allows ${permissions.length} things`
}

export type RoleForm = {
  values: { name?: string; description?: string; permissions?: string }
  errors: Errors<'name' | 'description' | 'permissions'>
  whole?: string | undefined
  /** What administration knows; applications have words of their own. */
  known: readonly { name: string; description: string }[]
}

/** `/console/roles/new`: posts `name`, `description` and `permissions` to `/console/roles`. */
export function newRolePage(view: ConsoleFrame & RoleForm): string {
  const { values, errors } = view
  return formPage(view, {
    path,
    title: 'Make a role',
    lead: 'Nobody gives more than they may do themselves.',
    action: path,
    back: { href: path, label: 'Back to roles' },
    fields: [
      field({
        name: 'name',
        label: 'Name',
        type: 'text',
        autocomplete: 'off',
        value: values.name,
        hint: 'Small letters, digits, - and _, as in “support”.',
        error: errors.name,
        required: true,
        autofocus: focusOn(errors, ['name', 'description', 'permissions'], 'name') === 'name',
      }),
      ...what(view),
      submit('Make the role'),
    ],
  })
}

function what({ values, errors, known }: RoleForm): Html[] {
  return [
    field({
      name: 'description',
      label: 'What it is for',
      type: 'text',
      autocomplete: 'off',
      value: values.description,
      error: errors.description,
    }),
    area({
      name: 'permissions',
      label: 'What it allows',
      rows: 5,
      value: values.permissions ?? '',
      hint: 'Each permission in a line of its own. “docs:*” is everything that begins with “docs:”.',
      error: errors.permissions,
    }),
    html`<details>
      <summary>What there is to allow here</summary>
      <ul class="plain">
        ${known.map(({ name, description }) => html`<li><code>${name}</code> ${description}</li>`)}
      </ul>
    </details>`,
  ]
}

export type RoleView = ConsoleFrame & {
  role: RoleRow
  state: string | undefined
  known: RoleForm['known']
  holders: readonly Pick<PersonRow, 'id' | 'email' | 'full_name'>[]
  next_cursor: string | null
}

/** `/console/roles/{name}`: posts `state`, `description` and `permissions` there. */
export function rolePage(view: RoleView): string {
  const { role, state, known, holders, next_cursor, csrf } = view
  const { name, description, permissions, built_in } = role
  const at = rolePath(role)
  const changeable = view.may('roles:write') && !built_in
  const values = { description, permissions: permissions.join('\n') }
  return consoleLayout(
    view,
    { path, title: name, lead: description || 'A role.', failed: view.notice?.tone === 'bad' },
    html`${section(
      'What it allows',
      changeable
        ? html`<div class="pad">
            ${form(at, { csrf }, [
              hiddenField('state', state),
              ...what({ values, errors: {}, known }),
              submit('Save', 'plain'),
            ])}
          </div>`
        : html`<p class="pad">${permissions.length === 0 ? 'Nothing.' : permissions.map((one) => html`<code>${one}</code> `)}</p>`,
    )}
    ${section(
      'Who has it',
      html`${holders.length === 0 ? nothing('Nobody. Give it on the page of somebody.') : holders.map((one) => holderRow(one, view))}
      ${more(at, next_cursor)}`,
    )}
    ${
      changeable &&
      section(
        'Delete',
        thing(
          'It is taken from everybody who has it.',
          html`<div class="tags"><a class="button small danger" href="${at}/delete">Delete</a></div>`,
        ),
      )
    }
      <p><a href="${path}">Back to roles</a></p>`,
  )
}

function holderRow(person: RoleView['holders'][number], { may }: ConsoleFrame): Html {
  return html`<div class="row">
    <span class="glyph">${icon('person')}</span>
    <div><b>${outside(person.full_name || person.email)}</b><br /><small>${outside(person.email)}</small></div>
    ${
      may('users:read') &&
      html`<div class="tags"><a class="button small" href="${pathOf(person)}" aria-label="Open ${person.email}">Open</a></div>`
    }
  </div>`
}

/** `/console/roles/{name}/delete`. */
export function deleteRolePage(view: ConsoleFrame & Pick<RoleView, 'role' | 'state'>): string {
  const { role } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this role?',
    lead: 'Whoever has it can no longer do what it allows, from now on.',
    about: { name: role.name, more: role.description || allowed(role.permissions) },
    instead: 'To allow less, change what it allows instead.',
    at: rolePath(role),
  })
}

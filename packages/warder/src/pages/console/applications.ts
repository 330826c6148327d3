import { area, choice, field, focusOn, submit, type Errors } from '../form.ts'
import { html, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { momentOf, type ConsoleFrame } from './layout.ts'
import { formPage, line, listPage } from './parts.ts'

/** An application as the API tells of it. */
export type ApplicationRow = {
  client_id: string
  client_name: string
  type: string
  token_endpoint_auth_method: string
  redirect_uris: readonly string[]
  scope: string
  disabled: boolean
  created_at: string
}

/** What an application is, by its `type`. */
export const kinds: Readonly<Record<string, string>> = {
  confidential: 'Has a server, which keeps a secret',
  public: 'Runs in a browser, or on a telephone or a desk',
  machine: 'Acts for itself, without people',
}

export const applicationPath = ({ client_id }: Pick<ApplicationRow, 'client_id'>): string =>
  `/console/applications/${encodeURIComponent(client_id)}`

export type ApplicationsView = ConsoleFrame & {
  items: readonly ApplicationRow[]
  next_cursor: string | null
}

/** `/console/applications`. */
export function applicationsPage(view: ApplicationsView): string {
  const { items, next_cursor, now, may } = view
  return listPage(view, {
    path: '/console/applications',
    title: 'Applications',
    lead: 'What people sign in to with their account here, and programs that act for themselves.',
    heading: 'Registered',
    rows: items.map((application) => applicationRow(application, now)),
    empty: 'None yet. Register the first one that people are to sign in to.',
    next_cursor,
    add: may('clients:write') && { href: '/console/applications/new', label: 'Register an application' },
  })
}

function applicationRow(application: ApplicationRow, now: number): Html {
  const { client_name, type, disabled, created_at } = application
  return line({
    glyph: icon('application'),
    name: client_name,
    tags: disabled && html`<span class="tag bad">Disabled</span>`,
    about: html`${kinds[type] ?? type} · made ${time(momentOf(created_at), now)}`,
    href: applicationPath(application),
  })
}

export type NewApplicationView = ConsoleFrame & {
  values: { client_name?: string; type?: string; redirect_uris?: string; scope?: string }
  errors: Errors<'client_name' | 'redirect_uris' | 'scope'>
  whole?: string | undefined
}

/** `/console/applications/new`: posts `client_name`, `type`, `redirect_uris` and `scope` to `/console/applications`. */
export function newApplicationPage(view: NewApplicationView): string {
  const { values, errors } = view
  const options = Object.entries(kinds).map(([value, label]) => ({ value, label }))
  return formPage(view, {
    path: '/console/applications',
    title: 'Register an application',
    lead: 'What has a secret gets one, which is shown one time.',
    action: '/console/applications',
    back: { href: '/console/applications', label: 'Back to applications' },
    fields: [
      field({
        name: 'client_name',
        label: 'Name',
        type: 'text',
        autocomplete: 'off',
        value: values.client_name,
        hint: 'People read it when they sign in.',
        error: errors.client_name,
        required: true,
        autofocus:
          focusOn(errors, ['client_name', 'redirect_uris', 'scope'], 'client_name') === 'client_name',
      }),
      choice({ name: 'type', label: 'What is it?', options, value: values.type ?? 'confidential' }),
      area({
        name: 'redirect_uris',
        label: 'Where people are sent back to',
        rows: 3,
        value: values.redirect_uris ?? '',
        hint: 'Each address in a line of its own, as the application sends it, character for character. None for what acts for itself.',
        error: errors.redirect_uris,
      }),
      field({
        name: 'scope',
        label: 'What it may ask for',
        type: 'text',
        autocomplete: 'off',
        value: values.scope,
        hint: 'Scopes with a space between them; left empty, the usual ones.',
        error: errors.scope,
      }),
      submit('Register'),
    ],
  })
}

import { nothing, section } from '../account/layout.ts'
import { area, choice, field, focusOn, form, submit, type Errors } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { errorSummary, notice } from '../notice.ts'
import { time } from '../times.ts'
import { consoleLayout, momentOf, more, type ConsoleFrame } from './layout.ts'

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
  applications: readonly ApplicationRow[]
  next_cursor: string | null
}

/** `/console/applications`. */
export function applicationsPage(view: ApplicationsView): string {
  const { applications, next_cursor, now } = view
  return consoleLayout(
    view,
    {
      path: '/console/applications',
      title: 'Applications',
      lead: 'What people sign in to with their account here, and programs that act for themselves.',
    },
    section(
      'Registered',
      html`${
        applications.length === 0
          ? nothing('None yet. Register the first one that people are to sign in to.')
          : applications.map((application) => applicationRow(application, now))
      }
      ${more('/console/applications', next_cursor)}
      ${
        view.may('clients:write') &&
        html`<p class="pad">
          <a class="button small primary" href="/console/applications/new">Register an application</a>
        </p>`
      }`,
    ),
  )
}

function applicationRow(application: ApplicationRow, now: number): Html {
  const { client_name, type, disabled, created_at } = application
  return html`<div class="row">
    <span class="glyph">${icon('application')}</span>
    <div>
      <b>${outside(client_name)}</b> ${disabled && html`<span class="tag bad">Disabled</span>`}<br />
      <small>${kinds[type] ?? type} · made ${time(momentOf(created_at), now)}</small>
    </div>
    <div class="tags">
      <a class="button small" href="${applicationPath(application)}" aria-label="Open ${client_name}">Open</a>
    </div>
  </div>`
}

export type NewApplicationView = ConsoleFrame & {
  values: { client_name?: string; type?: string; redirect_uris?: string; scope?: string }
  errors: Errors<'client_name' | 'redirect_uris' | 'scope'>
  whole?: string | undefined
}

/** `/console/applications/new`: posts `client_name`, `type`, `redirect_uris` and `scope` to `/console/applications`. */
export function newApplicationPage(view: NewApplicationView): string {
  const { values, errors, whole, csrf } = view
  const options = Object.entries(kinds).map(([value, label]) => ({ value, label }))
  return consoleLayout(
    view,
    {
      path: '/console/applications',
      title: 'Register an application',
      lead: 'What has a secret gets one, which is shown one time.',
      failed: whole !== undefined || Object.keys(errors).length > 0,
    },
    html`${whole !== undefined && notice('bad', whole)} ${errorSummary(errors)}
    ${form('/console/applications', { csrf }, [
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
    ])}
      <p><a href="/console/applications">Back to applications</a></p>`,
  )
}

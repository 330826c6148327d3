import { section } from '../../account/layout.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, facts, momentOf, thing, type ConsoleFrame } from '../layout.ts'
import { line, listPage } from '../parts.ts'

/** A service account as the API tells of it. */
export type ServiceAccountRow = {
  id: string
  name: string
  description: string
  scopes: readonly string[]
  resources: readonly string[]
  disabled: boolean
  created_by: string | null
  created_at: string
  updated_at: string
}

export type ServiceAccountsView = ConsoleFrame & {
  items: readonly ServiceAccountRow[]
  next_cursor: string | null
}

const path = '/console/service-accounts'

export const serviceAccountPath = ({ id }: Pick<ServiceAccountRow, 'id'>): string =>
  `${path}/${encodeURIComponent(id)}`

/** `/console/service-accounts`. */
export function serviceAccountsPage(view: ServiceAccountsView): string {
  const { items, next_cursor, now } = view
  return listPage(view, {
    path,
    title: 'Service accounts',
    lead: 'Programs with a name of their own. They are made by “warder service-account create”, or at /api/service-accounts.',
    heading: 'Every one',
    rows: items.map((account) => accountRow(account, now)),
    empty: 'None yet.',
    next_cursor,
  })
}

const state = ({ disabled }: ServiceAccountRow): Html =>
  disabled ? html`<span class="tag bad">Disabled</span>` : html`<span class="tag good">Works</span>`

function accountRow(account: ServiceAccountRow, now: number): Html {
  const { name, description, created_at } = account
  return line({
    glyph: icon('device'),
    name,
    tags: state(account),
    about: html`${description !== '' && html`${outside(description)} · `}made ${time(momentOf(created_at), now)}`,
    href: serviceAccountPath(account),
  })
}

export type ServiceAccountView = ConsoleFrame & { account: ServiceAccountRow }

/** `/console/service-accounts/{id}`. */
export function serviceAccountPage(view: ServiceAccountView): string {
  const { account, now, may } = view
  const { id, name, description, scopes, resources, created_by, created_at, updated_at } = account
  return consoleLayout(
    view,
    { path, title: name, lead: description || 'A service account.', failed: view.notice?.tone === 'bad' },
    html`${section(
      'About it',
      facts([
        ['State', state(account)],
        ['Client id', html`<code>${id}</code>`],
        ['May ask for', scopes.length > 0 && outside(scopes.join(' '))],
        ['For which APIs', resources.length > 0 && outside(resources.join(' '))],
        ['Made by', created_by !== null && html`<code>${created_by}</code>`],
        ['Made', time(momentOf(created_at), now)],
        ['Changed', time(momentOf(updated_at), now)],
      ]),
    )}
    ${
      may('service_accounts:write') &&
      section(
        'What may be done',
        thing(
          'It goes, with everything that it proves itself with.',
          html`<div class="tags"><a class="button small danger" href="${serviceAccountPath(account)}/delete">Delete</a></div>`,
        ),
      )
    }
      <p><a href="${path}">Back to service accounts</a></p>`,
  )
}

/** `/console/service-accounts/{id}/delete`. */
export function deleteServiceAccountPage(view: ServiceAccountView): string {
  const { account } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this service account?',
    lead: 'The program that uses it gets nothing any more, and every token that it has ends. This cannot be undone.',
    about: { name: account.name, more: account.id },
    instead: 'To stop it for now, disable it instead: “warder service-account disable”.',
    state: undefined,
    at: serviceAccountPath(account),
  })
}

import { nothing, section } from '../../account/layout.ts'
import { choice, csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, deed, facts, momentOf, more, thing, toldOnce, type ConsoleFrame } from '../layout.ts'
import { directoryPath, endings, type DirectoryRow } from './directories.ts'

/** A group of a directory as the API tells of it. */
export type GroupRow = { id: string; name: string; role: string | null }

export type DirectoryView = ConsoleFrame & {
  directory: DirectoryRow
  groups: readonly GroupRow[]
  next_cursor: string | null
  /** What a group may give its members; of what this reader may not see there is nothing. */
  roles: readonly string[]
}

const path = '/console/directories'

/** `/console/directories/{id}`: posts to `rotate` and `groups/{id}` below it. */
export function directoryPage(view: DirectoryView): string {
  const { directory, groups, next_cursor, now, may } = view
  const { name, url, on_delete, vouched, created_at, expires_at, last_used_at, replaced_until } = directory
  const moment = (at: string | null) => at !== null && time(momentOf(at), now)
  return consoleLayout(
    view,
    { path, title: name, lead: 'A directory that makes people here.', failed: view.notice?.tone === 'bad' },
    html`${section(
      'About it',
      facts([
        ['Address for it', html`<code>${url}</code>`],
        ['The account of whoever is deleted there', endings[on_delete] ?? on_delete],
        ['Its addresses', vouched ? 'Are believed' : 'Are confirmed by mail'],
        ['Came last', moment(last_used_at) || 'Not yet'],
        ['Its token ends', moment(expires_at) || 'Never'],
        ...(replaced_until === null
          ? []
          : [['The token before works until', moment(replaced_until)] as const]),
        ['Connected', moment(created_at)],
      ]),
    )}
    ${section(
      'Its groups',
      html`${groups.length === 0 ? nothing('It has sent none.') : groups.map((group) => groupRow(group, view))}
      ${more(directoryPath(directory), next_cursor)}`,
    )}
    ${may('provisioners:write') && section('What may be done', deeds(view))}
      <p><a href="${path}">Back to directories</a></p>`,
  )
}

function groupRow(group: GroupRow, { directory, roles, csrf, may }: DirectoryView): Html {
  const { id, name, role } = group
  const options = [
    { value: '', label: 'Nothing' },
    ...[...new Set([...roles, ...(role === null ? [] : [role])])].map((one) => ({ value: one, label: one })),
  ]
  return html`<div class="row">
    <span class="glyph">${icon('person')}</span>
    <div><b>${outside(name)}</b><br /><small>gives ${role === null ? 'nothing' : outside(role)}</small></div>
    ${
      may('provisioners:write') &&
      html`<form class="tags" method="post" action="${directoryPath(directory)}/groups/${encodeURIComponent(id)}">
        ${csrfField(csrf)}
        ${choice({ name: 'role', id: `role-${id}`, label: `What ${name} gives`, options, value: role ?? '' })}
        <button class="button small" type="submit" aria-label="Save what ${name} gives">Save</button>
      </form>`
    }
  </div>`
}

function deeds({ directory, csrf }: DirectoryView): Html {
  const at = directoryPath(directory)
  return html`${thing(
    'Another token is made. The one it has works for one more day.',
    deed(csrf, `${at}/rotate`, { label: 'New token' }),
  )}
  ${thing(
    'It is disconnected at once. The people that it made stay.',
    html`<div class="tags"><a class="button small danger" href="${at}/delete">Disconnect</a></div>`,
  )}`
}

export type TokenView = ConsoleFrame & { directory: DirectoryRow; token: string }

/** The answer to connecting a directory, or to another token: the only page that ever shows it. */
export function directoryMadePage(view: TokenView): string {
  const { directory, token } = view
  return consoleLayout(
    view,
    { path, title: directory.name, lead: 'Put both where the directory asks for them.' },
    html`${section(
      'For the directory',
      html`${facts([['Address', html`<code class="key">${directory.url}</code>`]])} ${toldOnce('token', token)}`,
    )}
      <p><a class="button primary" href="${directoryPath(directory)}">I have kept it</a></p>`,
  )
}

/** `/console/directories/{id}/delete`. */
export function deleteDirectoryPage(view: ConsoleFrame & { directory: DirectoryRow }): string {
  const { directory } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Disconnect this directory?',
    lead: 'Its token stops working at once. The people that it made stay as they are. This cannot be undone.',
    about: { name: directory.name, more: directory.url },
    instead: 'Where somebody else may have its token, give it a new one instead.',
    state: undefined,
    at: directoryPath(directory),
  })
}

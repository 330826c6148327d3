import { checkbox, choice, field, focusOn, submit, type Errors } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { momentOf, type ConsoleFrame } from '../layout.ts'
import { formPage, line, listPage } from '../parts.ts'

/** A directory as the API tells of it. */
export type DirectoryRow = {
  id: string
  name: string
  url: string
  on_delete: string
  vouched: boolean
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  replaced_until: string | null
}

export type DirectoriesView = ConsoleFrame & {
  items: readonly DirectoryRow[]
  next_cursor: string | null
}

const path = '/console/directories'

export const directoryPath = ({ id }: Pick<DirectoryRow, 'id'>): string => `${path}/${encodeURIComponent(id)}`

/** What becomes of the account of somebody who is deleted there and has no way in of their own. */
export const endings: Readonly<Record<string, string>> = {
  delete: 'It is deleted',
  disable: 'It is disabled',
}

/** `/console/directories`. */
export function directoriesPage(view: DirectoriesView): string {
  const { items, next_cursor, now, may } = view
  return listPage(view, {
    path,
    title: 'Directories',
    lead: 'Where organisations keep their people, such as Entra or Okta. What they change there, they change here, by SCIM.',
    heading: 'Connected',
    rows: items.map((one) => directoryRow(one, now)),
    empty: 'None yet.',
    next_cursor,
    add: may('provisioners:write') && { href: `${path}/new`, label: 'Connect a directory' },
  })
}

function directoryRow(directory: DirectoryRow, now: number): Html {
  const { name, last_used_at } = directory
  const used =
    last_used_at === null ? 'has not come yet' : html`came last ${time(momentOf(last_used_at), now)}`
  return line({ glyph: icon('list'), name, about: used, href: directoryPath(directory) })
}

export const newDirectoryFields = ['name', 'expires_in_days', 'vouched'] as const
type NewField = (typeof newDirectoryFields)[number]

export type NewDirectoryView = ConsoleFrame & {
  values: { name?: string; on_delete?: string; expires_in_days?: string; vouched?: boolean }
  errors: Errors<NewField>
  whole?: string | undefined
}

/** `/console/directories/new`: posts `name`, `on_delete`, `vouched` and `expires_in_days` to `/console/directories`. */
export function newDirectoryPage(view: NewDirectoryView): string {
  const { values, errors } = view
  const options = Object.entries(endings).map(([value, label]) => ({ value, label }))
  const autofocus = (name: NewField) => focusOn(errors, newDirectoryFields, 'name') === name
  return formPage(view, {
    path,
    title: 'Connect a directory',
    lead: 'It gets an address and a token, which is shown one time.',
    action: path,
    back: { href: path, label: 'Back to directories' },
    fields: [
      field({
        name: 'name',
        label: 'Name',
        type: 'text',
        autocomplete: 'off',
        value: values.name,
        hint: 'As in “Entra of Acme”.',
        error: errors.name,
        required: true,
        autofocus: autofocus('name'),
      }),
      choice({
        name: 'on_delete',
        label: 'When somebody is deleted there whose account has no way in of its own',
        options,
        value: values.on_delete ?? 'delete',
      }),
      field({
        name: 'expires_in_days',
        label: 'Days until the token ends',
        type: 'text',
        autocomplete: 'off',
        value: values.expires_in_days,
        hint: 'Left empty, it does not end.',
        error: errors.expires_in_days,
        autofocus: autofocus('expires_in_days'),
      }),
      view.may('users:verify') &&
        checkbox({
          name: 'vouched',
          label: 'Its addresses are its people’s, and need no confirmation',
          ticked: values.vouched === true,
        }),
      submit('Connect it'),
    ],
  })
}

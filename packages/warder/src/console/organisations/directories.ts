import { answer } from '../../account/frame.ts'
import type { Answer } from '../../http/answer.ts'
import {
  directoriesPage,
  directoryPath,
  newDirectoryFields,
  newDirectoryPage,
  type DirectoryRow,
  type NewDirectoryView,
} from '../../pages/console/organisations/directories.ts'
import {
  deleteDirectoryPage,
  directoryMadePage,
  directoryPage,
  type GroupRow,
} from '../../pages/console/organisations/directory.ts'
import { ask, idOf, named, ofId, type Listed } from '../ask.ts'
import { consoleFrame, doing, listing, telling, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import { roleNames } from '../roles.ts'
import type { Handler } from '../row.ts'

type Made = DirectoryRow & { token: string }

export const list = listing<DirectoryRow>(directoriesPage)

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewDirectoryView, 'values' | 'errors' | 'whole'>

function form(call: ConsoleCall, shown: Shown, status = 200): Answer {
  return answer(call, newDirectoryPage({ ...consoleFrame(call), ...shown }), status)
}

export const connect: Handler = async (call, does) => {
  const [name = '', on_delete = '', expires_in_days = ''] = ['name', 'on_delete', 'expires_in_days'].map(
    (field) => named(call, field),
  )
  const vouched = named(call, 'vouched') === 'on'
  const body = {
    name,
    on_delete,
    vouched,
    ...(expires_in_days !== '' && { expires_in_days: Number(expires_in_days) }),
  }
  try {
    return told(call, (await ask<Made>(call, does, { body })).value)
  } catch (error) {
    const wrong = wrongWith(error, newDirectoryFields)
    const values = { name, on_delete, expires_in_days, vouched }
    const days = wrong.fields.expires_in_days && 'Please type a whole number of days, 3650 at most.'
    const errors = { ...wrong.fields, ...(days && { expires_in_days: days }) }
    return form(call, { values, errors, whole: wrong.whole }, wrong.status)
  }
}

/** The token stands on the answer to a form, and on no page. */
function told(call: ConsoleCall, { token, ...directory }: Made): Answer {
  return answer(call, directoryMadePage({ ...consoleFrame(call), directory, token }))
}

const found = async (call: ConsoleCall): Promise<DirectoryRow> =>
  (await ask<DirectoryRow>(call, 'GET /api/admin/provisioners/:id', ofId(call))).value

const one: Again = async (call, wrong) => {
  const view = withWrong(call, wrong)
  const directory = await found(call)
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const groups = await ask<Listed<GroupRow>>(call, 'GET /api/admin/provisioners/:id/groups', asked)
  const { items, next_cursor } = groups.value
  const roles = view.may('roles:read') ? await roleNames(call, { builtIn: false }) : []
  return answer(call, directoryPage({ ...view, directory, groups: items, next_cursor, roles }), wrong?.status)
}
export const show: Handler = (call) => one(call)

const toIt = (call: ConsoleCall): string => directoryPath({ id: idOf(call) })

export const newToken = telling<Made>({ told, again: one })

export const mapGroup = doing({
  asked: (call) => ({
    params: { id: call.params['part'] ?? '' },
    body: { role: named(call, 'role') || null },
  }),
  to: toIt,
  outcome: 'saved',
  again: one,
})

export const confirmRemoval: Handler = async (call) =>
  answer(call, deleteDirectoryPage({ ...consoleFrame(call), directory: await found(call) }))
export const disconnect = doing({
  asked: ofId,
  to: () => '/console/directories',
  outcome: 'disconnected',
  again: one,
})

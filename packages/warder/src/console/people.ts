import { answer, done } from '../account/frame.ts'
import type { Answer } from '../http/answer.ts'
import {
  deletePersonPage,
  newPersonPage,
  pathOf,
  peoplePage,
  type NewPersonView,
  type PersonRow,
} from '../pages/console/people.ts'
import { personPage, type SessionLine } from '../pages/console/person.ts'
import { ask, idOf, named, ofId, type Listed } from './ask.ts'
import { toldEvents } from './audit.ts'
import { consoleFrame, doing, withWrong, wrongWith, type Again } from './frame.ts'
import type { ConsoleCall } from './guard.ts'
import { roleNames } from './roles.ts'
import type { Handler } from './row.ts'

const toPerson = (call: ConsoleCall): string => pathOf({ id: idOf(call) })

export const list: Handler = async (call, does) => {
  const { searchParams } = call.url
  const email = searchParams.get('email') ?? ''
  const query = { email, cursor: searchParams.get('cursor') }
  const { items, next_cursor } = (await ask<Listed<PersonRow>>(call, does, { query })).value
  return answer(call, peoplePage({ ...consoleFrame(call), people: items, next_cursor, email }))
}

export const show: Handler = (call) => one(call)

/** Somebody, with as much of what belongs to them as whoever asks may see. */
const one: Again = async (call, wrong) => {
  const view = withWrong(call, wrong)
  const { value: person, state } = await ask<PersonRow>(call, 'GET /api/admin/users/:id', ofId(call))
  const [sessions, roles, events] = await Promise.all([
    view.may('sessions:read')
      ? ask<Listed<SessionLine>>(call, 'GET /api/admin/users/:id/sessions', ofId(call))
      : undefined,
    view.may('roles:write') && view.may('roles:read') ? roleNames(call) : undefined,
    view.may('audit:read') ? toldEvents(call, { subject: person.id, limit: '10' }) : undefined,
  ])
  const body = personPage({
    ...view,
    person,
    state,
    sessions: sessions?.value.items,
    roles,
    events: events?.items,
  })
  return answer(call, body, wrong?.status)
}

/** A form on the page of somebody, which leads back there. */
const deed = (outcome: string, asked = ofId): Handler => doing({ asked, to: toPerson, outcome, again: one })

export const rename = deed('saved', (call) => ({
  ...ofId(call),
  body: { full_name: named(call, 'full_name') },
}))
export const disable = deed('disabled')
export const enable = deed('enabled')
export const lockDown = deed('locked-down')
export const sendRecovery = deed('recovery-sent')
export const endSessions = deed('signed-out-everywhere')
export const endSession = deed('signed-out', ({ params }) => ({ params: { id: params['part'] ?? '' } }))
export const giveRole = deed('role-given', (call) => ({
  params: { id: named(call, 'role') },
  body: { user_id: idOf(call) },
}))
export const takeRole = deed('role-taken', ({ params }) => ({
  params: { id: params['part'] ?? '', part: params['id'] ?? '' },
}))
export const remove = doing({ asked: ofId, to: () => '/console/people', outcome: 'deleted', again: one })

export const confirmRemoval: Handler = async (call) => {
  const { value: person, state } = await ask<PersonRow>(call, 'GET /api/admin/users/:id', ofId(call))
  return answer(call, deletePersonPage({ ...consoleFrame(call), person, state }))
}

export const begin: Handler = (call) => form(call, { values: { invite: true }, errors: {} })

type Shown = Pick<NewPersonView, 'values' | 'errors' | 'whole'>

async function form(call: ConsoleCall, shown: Shown, status = 200): Promise<Answer> {
  const view = consoleFrame(call)
  const roles = view.may('roles:write') && view.may('roles:read') ? await roleNames(call) : []
  return answer(call, newPersonPage({ ...view, ...shown, roles }), status)
}

export const add: Handler = async (call, does) => {
  const [email, full_name, role] = ['email', 'full_name', 'role'].map((name) => named(call, name))
  const invite = call.caller.form.get('invite') === 'on'
  const body = { email, invite, ...(full_name && { full_name }), ...(role && { roles: [role] }) }
  try {
    const { value } = await ask<{ id?: string }>(call, does, { body })
    return value.id?.startsWith('usr_')
      ? done(call, pathOf({ id: value.id }), 'made')
      : done(call, '/console/people', 'invited')
  } catch (error) {
    const { fields, whole, status } = wrongWith(error, ['email', 'full_name', 'invite'])
    const values = { email: email ?? '', full_name: full_name ?? '', role: role ?? '', invite }
    return form(call, { values, errors: fields, whole }, status)
  }
}

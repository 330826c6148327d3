import { answer, done } from '../account/frame.ts'
import type { Answer } from '../http/answer.ts'
import {
  deleteRolePage,
  newRolePage,
  rolePage,
  rolePath,
  rolesPage,
  type RoleForm,
  type RoleRow,
  type RoleView,
} from '../pages/console/roles.ts'
import { ask, idOf, linesOf, named, ofId, type Listed } from './ask.ts'
import { consoleFrame, doing, listing, withWrong, wrongWith, type Again } from './frame.ts'
import type { ConsoleCall } from './guard.ts'
import type { Handler } from './row.ts'

/** Every role by its name: a tenant has few. @param builtIn also those that are always there, which no group gives */
export async function roleNames(call: ConsoleCall, { builtIn = true } = {}): Promise<string[]> {
  const query = { limit: '200' }
  const { value } = await ask<Listed<RoleRow>>(call, 'GET /api/admin/roles', { query })
  return value.items.filter(({ built_in }) => builtIn || !built_in).map(({ name }) => name)
}

export const list = listing<RoleRow>(rolesPage)

/** What administration knows to allow, for whoever may see it. */
async function known(call: ConsoleCall): Promise<RoleForm['known']> {
  if (!consoleFrame(call).may('roles:read')) return []
  return (await ask<{ items: RoleForm['known'] }>(call, 'GET /api/admin/permissions')).value.items
}

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

async function form(call: ConsoleCall, shown: Omit<RoleForm, 'known'>, status = 200): Promise<Answer> {
  return answer(call, newRolePage({ ...consoleFrame(call), ...shown, known: await known(call) }), status)
}

const fields = ['name', 'description', 'permissions'] as const

export const make: Handler = async (call, does) => {
  const [name, description, permissions] = fields.map((field) => named(call, field))
  try {
    const body = { name, description, permissions: linesOf(permissions) }
    const { value } = await ask<RoleRow>(call, does, { body })
    return done(call, rolePath(value), 'made')
  } catch (error) {
    const { fields: errors, whole, status } = wrongWith(error, fields)
    const values = { name: name ?? '', description: description ?? '', permissions: permissions ?? '' }
    return form(call, { values, errors, whole }, status)
  }
}

const found = (call: ConsoleCall) => ask<RoleRow>(call, 'GET /api/admin/roles/:id', ofId(call))

const one: Again = async (call, wrong) => {
  const { value: role, state } = await found(call)
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const { value } = await ask<Listed<RoleView['holders'][number]>>(
    call,
    'GET /api/admin/roles/:id/members',
    asked,
  )
  const { items: holders, next_cursor } = value
  const view = { ...withWrong(call, wrong), role, state, known: await known(call), holders, next_cursor }
  return answer(call, rolePage(view), wrong?.status)
}
export const show: Handler = (call) => one(call)

export const change = doing({
  asked: (call) => ({
    ...ofId(call),
    body: { description: named(call, 'description'), permissions: linesOf(named(call, 'permissions')) },
  }),
  to: (call) => rolePath({ name: idOf(call) }),
  outcome: 'saved',
  again: one,
})

export const confirmRemoval: Handler = async (call) => {
  const { value: role, state } = await found(call)
  return answer(call, deleteRolePage({ ...consoleFrame(call), role, state }))
}
export const remove = doing({ asked: ofId, to: () => '/console/roles', outcome: 'deleted', again: one })

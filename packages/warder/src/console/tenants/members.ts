import { answer, done } from '../../account/frame.ts'
import type { Answer } from '../../http/answer.ts'
import {
  memberPage,
  memberPath,
  membersPage,
  membersPath,
  newMemberPage,
  removeMemberPage,
  type MemberRow,
  type NewMemberView,
} from '../../pages/console/tenants/members.ts'
import { ask, idOf, named, ofId, type Asked, type Listed } from '../ask.ts'
import { consoleFrame, doing, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'
import { belonging, rolesOf, rolesToGive, toOwn } from './belonging.ts'

export const own = toOwn('members')

export const list: Handler = async (call, does) => {
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const found = (await ask<Listed<MemberRow>>(call, does, asked)).value
  const view = consoleFrame(call)
  // Whoever is added without being asked is added at the first tenant, whose people they are.
  const adds = call.tenant.prefix === '' && view.may('members:write')
  return answer(call, membersPage({ ...view, ...found, of: await belonging(call), adds }))
}

const ofPart = ({ params }: ConsoleCall): Asked => ({ params })

const found = async (call: ConsoleCall): Promise<MemberRow> =>
  (await ask<MemberRow>(call, 'GET /api/admin/tenants/:id/memberships/:part', ofPart(call))).value

const one: Again = async (call, wrong) => {
  const member = await found(call)
  const [of, known] = await Promise.all([belonging(call), rolesToGive(call)])
  return answer(call, memberPage({ ...withWrong(call, wrong), of, member, known }), wrong?.status)
}
export const show: Handler = (call) => one(call)

const toThem = (call: ConsoleCall): string => membersPath({ slug: idOf(call) })

export const change = doing({
  asked: (call) => ({ ...ofPart(call), body: { roles: rolesOf(call) } }),
  to: (call) => memberPath({ slug: idOf(call) }, { user_id: call.params['part'] ?? '' }),
  outcome: 'saved',
  again: one,
})

export const confirmRemoval: Handler = async (call) => {
  const member = await found(call)
  return answer(call, removeMemberPage({ ...consoleFrame(call), of: await belonging(call), member }))
}
export const remove = doing({ asked: ofPart, to: toThem, outcome: 'member-removed', again: one })

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewMemberView, 'values' | 'errors' | 'whole'>

async function form(call: ConsoleCall, shown: Shown, status = 200): Promise<Answer> {
  const [of, known] = await Promise.all([belonging(call), rolesToGive(call)])
  return answer(call, newMemberPage({ ...consoleFrame(call), ...shown, of, known }), status)
}

export const add: Handler = async (call, does) => {
  const values = { user_id: named(call, 'user_id'), roles: rolesOf(call) }
  try {
    await ask(call, does, { ...ofId(call), body: values })
  } catch (error) {
    const { fields: errors, whole, status } = wrongWith(error, ['user_id', 'roles'])
    return form(call, { values, errors, whole }, status)
  }
  return done(call, toThem(call), 'member-added')
}

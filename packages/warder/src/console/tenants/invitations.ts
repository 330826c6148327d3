import { answer, done } from '../../account/frame.ts'
import type { Answer } from '../../http/answer.ts'
import {
  invitationsPage,
  invitationsPath,
  newInvitationPage,
  type InvitationRow,
  type NewInvitationView,
} from '../../pages/console/tenants/invitations.ts'
import { ask, idOf, named, ofId, type Listed } from '../ask.ts'
import { consoleFrame, doing, withWrong, wrongWith, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'
import { belonging, isOwn, rolesOf, rolesToGive, toOwn } from './belonging.ts'

export const own = toOwn('invitations')

const some: Again = async (call, wrong) => {
  const asked = { ...ofId(call), query: { cursor: call.url.searchParams.get('cursor') } }
  const name = 'GET /api/admin/tenants/:id/invitations'
  const found = (await ask<Listed<InvitationRow>>(call, name, asked)).value
  const view = withWrong(call, wrong)
  // Where there are people of its own an invitation makes an account, which needs more.
  const makesAccounts = isOwn(call) && !call.tenant.shared
  const invites = view.may('members:write') && (!makesAccounts || view.may('users:write'))
  const of = await belonging(call)
  return answer(call, invitationsPage({ ...view, ...found, of, invites }), wrong?.status)
}
export const list: Handler = (call) => some(call)

export const begin: Handler = (call) => form(call, { values: {}, errors: {} })

type Shown = Pick<NewInvitationView, 'values' | 'errors' | 'whole'>

async function form(call: ConsoleCall, shown: Shown, status = 200): Promise<Answer> {
  const [of, known] = await Promise.all([belonging(call), rolesToGive(call)])
  return answer(call, newInvitationPage({ ...consoleFrame(call), ...shown, of, known }), status)
}

const toThem = (call: ConsoleCall): string => invitationsPath({ slug: idOf(call) })

export const invite: Handler = async (call, does) => {
  const values = { email: named(call, 'email'), roles: rolesOf(call) }
  try {
    await ask(call, does, { ...ofId(call), body: values })
  } catch (error) {
    const { fields: errors, whole, status } = wrongWith(error, ['email', 'roles'])
    return form(call, { values, errors, whole }, status)
  }
  return done(call, toThem(call), 'invited-member')
}

export const takeBack = doing({
  asked: ({ params }) => ({ params }),
  to: toThem,
  outcome: 'taken-back',
  again: some,
})

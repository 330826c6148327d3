import { Problem } from '@warder/protocol'
import { empty, json } from '../../http/answer.ts'
import type { Call } from '../../http/router.ts'
import { addMember, findMember, listMembers, removeMember, setMemberRoles } from '../../members/manage.ts'
import { tenantNamed } from '../../tenants/named.ts'
import { tenantOf } from '../../tenants/tenant.ts'
import { findInvited, invite, listInvitations, uninviteById } from '../../users/invite/invite.ts'
import { idIn, listing, making, nothing, work, workOn } from '../administration.ts'
import type { Admin } from '../administrator.ts'
import { memberChange, newInvitation, newMember } from './inputs.ts'

const personCursor = /^usr_[0-9a-z]{1,40}$/
const invitationCursor = /^inv_(?:[0-9a-f]{2}){1,320}$/

export const listMembersOf = listing(personCursor, nothing, async (by, page, call) =>
  listMembers(await ofTenant(by, call), page),
)

export const makeMember = making(
  newMember,
  async (by, input, call) => {
    // Whoever knows an id would read whose it is, and make somebody a member who was not asked.
    if (by.tenant.prefix !== '')
      throw new Problem('forbidden', {
        detail: 'Invite them: who becomes a member by that has agreed to it.',
      })
    return json(await addMember(noting(await ofTenant(by, call)), input), { status: 201 })
  },
  async (by, made) => {
    const [tenant = '', user_id = ''] = made.split(' ')
    return findMember(await named(by, tenant), user_id)
  },
)

export const showMember = work(async (by, _input, call) =>
  json(await findMember(await ofTenant(by, call), partIn(call))),
)

export const changeMember = workOn(memberChange, async (by, { roles }, call) =>
  json(await setMemberRoles(await ofTenant(by, call), partIn(call), roles)),
)

export const dropMember = work(async (by, _input, call) => {
  await removeMember(await ofTenant(by, call), partIn(call))
  return empty(204)
})

export const listInvited = listing(invitationCursor, nothing, async (by, page, call) =>
  listInvitations(await ofTenant(by, call), page),
)

export const inviteMember = making(
  newInvitation,
  async (by, { email, roles }, call) => {
    const there = noting(await ofTenant(by, call))
    // Where there are people of its own, an invitation makes an account.
    if (!there.tenant.shared && !by.holds('users:write'))
      throw new Problem('forbidden', { detail: 'This needs the permission users:write.' })
    // The link is a way in, and goes to its owner alone.
    await invite(there, { email, roles })
    return json(await findInvited(there, email), { status: 201 })
  },
  async (by, made) => {
    const [tenant = '', email = ''] = made.split(' ')
    return findInvited(await named(by, tenant), email)
  },
)

export const takeBackInvitation = work(async (by, _input, call) => {
  await uninviteById(await ofTenant(by, call), partIn(call))
  return empty(204)
})

const partIn = ({ params }: Pick<Call, 'params'>): string => params['part'] ?? ''

const ofTenant = (by: Admin, call: Pick<Call, 'params'>): Promise<Admin> => named(by, idIn(call))

/**
 * Whoever administers, for a tenant: that of the call, and at the first one every tenant of the server.
 * @throws Problem `not_found`
 */
async function named(by: Admin, name: string): Promise<Admin> {
  const { app, tenant } = by
  if (name === tenant.id || name === tenant.slug) return by
  if (tenant.prefix !== '')
    throw new Problem('not_found', { detail: `There is no tenant ${name.slice(0, 64)}.` })
  return { ...by, tenant: tenantOf(await tenantNamed(by, name), app.config) }
}

/** What is made is noted with its tenant, so that it is found again from the first one too. */
const noting = (by: Admin): Admin => ({
  ...by,
  made: (tx, id) => by.made(tx, `${by.tenant.id} ${id}`),
})

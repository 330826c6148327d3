import { Problem, type Seconds } from '@warder/protocol'
import { empty, json } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import { listSessions, writtenSessions } from '../../sessions/list.ts'
import { revokeEverySession, revokeSession } from '../../sessions/end.ts'
import * as sessionRows from '../../store/people/sessions.ts'
import { findInvited, invite } from '../../users/invite/invite.ts'
import { lockDown } from '../../users/lifecycle/lock-down.ts'
import {
  createUser,
  deleteUser,
  findUser,
  findUsers,
  listUsers,
  setUserDisabled,
} from '../../users/manage.ts'
import { updateUser } from '../../users/operator/update.ts'
import { issueRecovery } from '../../users/recovery/link.ts'
import { idIn, listing, making, work, workOn, type Work } from '../administration.ts'
import type { Admin } from '../administrator.ts'
import { lockDownInput, newPerson, personChange, searched } from './inputs.ts'

const cursorForm = /^usr_[0-9a-z]{1,40}$|^eml_(?:[0-9a-f]{2}){1,320}$/

/** All of them by id, or with `?email=` those whose address begins so. */
export const listPeople = listing(cursorForm, searched, async (by, { email, limit, cursor }) => {
  if (email === undefined) return listUsers(by, { limit, cursor })
  const after = cursor && Buffer.from(cursor.slice('eml_'.length), 'hex').toString()
  const { items, next_cursor } = await findUsers(by, email, { limit, after })
  return { items, next_cursor: next_cursor && `eml_${Buffer.from(next_cursor).toString('hex')}` }
})

export const createPerson = making(
  newPerson,
  async (by, { invite: byMail, email, full_name, password, roles }) => {
    if (roles.length > 0) requirePermission(by, 'roles:write')
    if (byMail) {
      // The link is a way in, and goes to its owner alone.
      await invite(by, { email, roles })
      return json(await findInvited(by, email), { status: 201 })
    }
    requirePermission(by, 'users:verify')
    const given = {
      ...(full_name !== undefined && { full_name }),
      ...(password !== undefined && { password }),
    }
    const { id } = await createUser(by, { email, roles, ...given })
    return shown(await findUser(by, id), 201)
  },
  (by, id) => (id.startsWith('usr_') ? findUser(by, id) : findInvited(by, id)),
)

export const showPerson = work(async (by, _input, call) => shown(await findUser(by, userIn(call))))

export const changePerson = workOn(personChange, async (by, { full_name, email, email_verified }, call) => {
  if (email !== undefined) by.fresh()
  if (email_verified) requirePermission(by, 'users:verify')
  const change = {
    ...(full_name !== undefined && { full_name }),
    ...(email !== undefined && { email, verified: email_verified === true }),
  }
  const { confirmation_sent_to, ...person } = await updateUser(by, userIn(call), change)
  const answer = shown(person)
  // What waits is no part of the state that the ETag names.
  return confirmation_sent_to === undefined
    ? answer
    : json({ ...person, confirmation_sent_to }, { headers: answer.headers })
})

export const deletePerson = work(async (by, _input, call) => {
  await deleteUser(by, userIn(call))
  return empty(204)
})

const setDisabled = (disabled: boolean): Work =>
  work(async (by, _input, call) => shown(await setUserDisabled(by, userIn(call), disabled)))
export const disablePerson = setDisabled(true)
export const enablePerson = setDisabled(false)

/** Shuts everybody out, until the person has followed the link to a new password that is mailed to them. */
const lockingDown = workOn(lockDownInput, async (by, { since }, call) => {
  const { id } = await findUser(by, userIn(call))
  const from: Seconds = since === undefined ? by.app.now() : Math.floor(Date.parse(since) / 1000)
  const reported = { actor: by.who.actor ?? '', since: from }
  await by.app.db.transaction().execute((tx) => lockDown(tx, by, id, reported))
  return shown(await findUser(by, id))
})
export const lockPersonDown: Work = { ...lockingDown, optional: true }

/** Mails somebody who has lost every second factor the way to a new one. How long it waits is the operator's to say, by the setting. */
export const sendRecovery = work(async (by, _input, call) => {
  const { works_from, expires_at } = await issueRecovery(by, userIn(call))
  return json({ works_from, expires_at }, { status: 202 })
})

export const listSessionsOf = work(async (by, _input, call) => {
  const { id } = await findUser(by, userIn(call))
  return json(writtenSessions(await listSessions(call, { user_id: id })))
})

export const endSessionsOf = work(async (by, _input, call) => {
  const { id } = await findUser(by, userIn(call))
  await revokeEverySession(by, id)
  return empty(204)
})

export const endOneSession = work(async (by, _input, call) => {
  const id = idIn(call)
  const user_id = await sessionRows.personOf(by.app.db, by.tenant.directory_id, id)
  if (user_id === undefined) throw new Problem('not_found', { detail: 'There is no such session.' })
  await revokeSession(by, { user_id }, id)
  return empty(204)
})

/** An id, and no address: what a path names is written down in places where addresses have no business. */
function userIn(call: Parameters<typeof idIn>[0]): string {
  const id = idIn(call)
  if (id.startsWith('usr_')) return id
  throw new Problem('not_found', { detail: 'There is no such user.' })
}

function requirePermission(by: Admin, permission: 'roles:write' | 'users:verify'): void {
  if (by.holds(permission)) return
  throw new Problem('forbidden', { detail: `This needs the permission ${permission}.` })
}

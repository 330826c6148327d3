import { allows, Problem, type Seconds } from '@warder/protocol'
import { heldBy } from '../../access/permissions/held.ts'
import { holdingsOf, isBuiltIn } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { isActive } from '../../store/oauth/token-holders.ts'
import * as emails from '../../store/people/emails.ts'
import * as roleRows from '../../store/access/roles.ts'
import * as users from '../../store/people/users.ts'
import { admit } from '../../tenants/belongs.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { insertUser } from '../create.ts'
import { parseEmail } from '../email.ts'
import { requireGoodPassword } from '../password/policy.ts'
import { requireSignUp } from '../register/sign-up.ts'
import { findInvitation, type Invitation } from './invitation.ts'

/**
 * Makes the account of an invitation. The link came by mail, so the address is proved. Of any number at once one wins.
 * Where the address got an account of its own meanwhile, the link makes none: its owner accepts as that person, see
 * `join`.
 * @throws Problem `forbidden` where invitations make no accounts, `token_invalid`, `password_refused` or `conflict`
 */
export async function acceptInvitation(
  call: Call,
  token: string,
  input: { full_name: string; password: string },
): Promise<{ user_id: string; hash: string }> {
  const { app, tenant } = call
  requireSignUp(app, 'invitation')
  const now = app.now()
  const found = await findInvitation(call, token)
  const email = found && parseEmail(found.invitation.email)
  if (!found || !email) throw invalid()
  const { user_id } = found.invitation
  const { full_name } = input
  await requireGoodPassword(call, input.password, { email: email.address, full_name })
  const password_hash = await app.passwords.hash(input.password)
  try {
    await app.db.transaction().execute(async (tx) => {
      if (!(await oneTimeTokens.consume(tx, 'invitation', token, now))) throw invalid()
      const { directory_id } = tenant
      await insertUser(tx, { id: user_id, directory_id, email, full_name, password_hash }, now)
      await letIn(tx, call, user_id, found, now)
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem('conflict', {
        detail: 'This address has an account by now. Sign in with it, then open the link again.',
      })
    throw error
  }
  return { user_id, hash: password_hash }
}

/**
 * Accepts an invitation as somebody who has an account already. It must be theirs: a proved address of the account that
 * is signed in. The session goes on with a new secret, since it may do more.
 * @returns how it goes on, and whether they became a member of another tenant
 * @throws Problem `token_invalid`, or `forbidden` for anybody else
 */
export async function join(
  call: Call,
  who: SessionCaller,
  token: string,
): Promise<Renewed & { member: boolean }> {
  const { app, tenant } = call
  const now = app.now()
  const found = await findInvitation(call, token)
  if (!found) throw invalid()
  const { invitation, into } = found
  return app.db.transaction().execute(async (tx) => {
    if (!(await isTheirs(tx, who.user_id, invitation)))
      throw new Problem('forbidden', { detail: 'This invitation is for somebody else.' })
    if (!(await oneTimeTokens.consume(tx, 'invitation', token, now))) throw invalid()
    await letIn(tx, call, who.user_id, found, now)
    const member = into.id !== tenant.id
    // What they may do in another tenant is nothing of this session.
    const roles = member ? who.roles : [...new Set([...who.roles, ...invitation.roles])]
    return { ...(await renew(tx, call, { ...who, roles })), member }
  })
}

async function isTheirs(tx: Db, user_id: string, invitation: Invitation): Promise<boolean> {
  const key = parseEmail(invitation.email)?.key
  const addresses = await emails.listOf(tx, user_id)
  return addresses.some(({ email_key, verified_at }) => email_key === key && verified_at !== null)
}

async function letIn(
  tx: Db,
  call: Call,
  user_id: string,
  { invitation, into }: { invitation: Invitation; into: Tenant },
  now: Seconds,
): Promise<void> {
  const { app, trace } = call
  const { tenant_id, roles } = invitation
  if (into.shared && !(await admit(tx, tenant_id, user_id, now)))
    throw new Problem('conflict', { detail: 'You are a member already.' })
  // A role may have been deleted since the invitation.
  const own = await roleRows.known(tx, tenant_id, roles)
  const given = roles.filter((role) => isBuiltIn(role) || own.some(({ name }) => name === role))
  const { permissions } = holdingsOf(given, own.map((role) => role.permissions).join(' '))
  if (!(await mayStillGive(tx, call, invitation, permissions))) throw invalid()
  for (const role of given) await users.grantRole(tx, tenant_id, user_id, role, now)
  await record(
    tx,
    { app, trace, tenant: into },
    {
      type: 'invitation.accepted',
      outcome: 'succeeded',
      actor: user_id,
      detail: { roles: given },
    },
  )
}

/**
 * Whoever invites gives what they hold when it is taken, and not what they held once: else a person who is taken out of a tenant
 * would come back by an invitation to themselves. They hold it in that tenant, or where its invitations are accepted.
 */
async function mayStillGive(
  tx: Db,
  { tenant }: Pick<Call, 'tenant'>,
  { tenant_id, invited_by }: Invitation,
  permissions: readonly string[],
): Promise<boolean> {
  if (invited_by === undefined) return true
  const there = await heldBy(tx, tenant_id, invited_by)
  const here = await heldBy(tx, tenant.id, invited_by)
  const holds = (permission: string) =>
    allows(there.permissions, permission) || allows(here.permissions, permission)
  const invites = holds('members:write') || holds('users:write')
  return invites && permissions.every(holds) && (await isActive(tx, invited_by))
}

function invalid(): Problem {
  return new Problem('token_invalid', {
    detail: 'This invitation was used already, was taken back or has expired. Ask for a new one.',
  })
}

import { Problem, type Seconds } from '@warder/protocol'
import { isBuiltIn } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as roleRows from '../../store/access/roles.ts'
import * as users from '../../store/people/users.ts'
import { insertUser } from '../create.ts'
import { parseEmail } from '../email.ts'
import { requireGoodPassword } from '../password/policy.ts'
import { findInvitation, type Invitation } from './invitation.ts'

/**
 * Makes the account of an invitation. The link came by mail, so the address is proved. Of any number at once one wins.
 * Where the address got an account of its own meanwhile, the link makes none: its owner accepts as that person, see
 * `join`.
 * @throws Problem `token_invalid`, `password_refused` or `conflict`
 */
export async function acceptInvitation(
  call: Call,
  token: string,
  input: { full_name: string; password: string },
): Promise<{ user_id: string; hash: string }> {
  const { app, tenant } = call
  const now = app.now()
  const invitation = await findInvitation(app.db, tenant, token, now)
  const email = invitation && parseEmail(invitation.email)
  if (!invitation || !email) throw invalid()
  const { user_id } = invitation
  const { full_name } = input
  await requireGoodPassword(call, input.password, { email: email.address, full_name })
  const password_hash = await app.passwords.hash(input.password)
  try {
    await app.db.transaction().execute(async (tx) => {
      if (!(await oneTimeTokens.consume(tx, 'invitation', token, now))) throw invalid()
      const { directory_id } = tenant
      await insertUser(tx, { id: user_id, directory_id, email, full_name, password_hash }, now)
      await giveRoles(tx, call, user_id, invitation, now)
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
 * @throws Problem `token_invalid`, or `forbidden` for anybody else
 */
export async function join(call: Call, who: SessionCaller, token: string): Promise<Renewed> {
  const { app, tenant } = call
  const now = app.now()
  const invitation = await findInvitation(app.db, tenant, token, now)
  if (!invitation) throw invalid()
  return app.db.transaction().execute(async (tx) => {
    if (!(await isTheirs(tx, who.user_id, invitation)))
      throw new Problem('forbidden', { detail: 'This invitation is for somebody else.' })
    if (!(await oneTimeTokens.consume(tx, 'invitation', token, now))) throw invalid()
    await giveRoles(tx, call, who.user_id, invitation, now)
    return renew(tx, call, { ...who, roles: [...new Set([...who.roles, ...invitation.roles])] })
  })
}

async function isTheirs(tx: Db, user_id: string, invitation: Invitation): Promise<boolean> {
  const key = parseEmail(invitation.email)?.key
  const addresses = await emails.listOf(tx, user_id)
  return addresses.some(({ email_key, verified_at }) => email_key === key && verified_at !== null)
}

async function giveRoles(
  tx: Db,
  call: Call,
  user_id: string,
  { tenant_id, roles }: Invitation,
  now: Seconds,
): Promise<void> {
  // A role may have been deleted since the invitation.
  const own = await roleRows.known(tx, tenant_id, roles)
  const given = roles.filter((role) => isBuiltIn(role) || own.some(({ name }) => name === role))
  for (const role of given) await users.grantRole(tx, tenant_id, user_id, role, now)
  await record(tx, call, {
    type: 'invitation.accepted',
    outcome: 'succeeded',
    actor: user_id,
    detail: { roles: given },
  })
}

function invalid(): Problem {
  return new Problem('token_invalid', {
    detail: 'This invitation was used already, was taken back or has expired. Ask for a new one.',
  })
}

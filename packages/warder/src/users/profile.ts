import type { Seconds } from '@warder/protocol'
import type { Holdings } from '../access/permissions/roles.ts'
import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen } from '../sessions/recent.ts'
import * as users from '../store/people/users.ts'
import { isoTime } from '../time.ts'

/** What Warder tells about a person, to themselves and to administrators. */
export type UserView = {
  id: string
  email: string
  full_name: string
  locale: string | null
  roles: string[]
  permissions: string[]
  tenant_id: string
  email_verified: boolean
  mfa_enabled: boolean
  created_at: string
  last_login: string | null
}

export type UserFields = {
  id: string
  email: string
  full_name: string
  locale: string | null
  email_verified_at: Seconds | null
  mfa_enabled_at: Seconds | null
  last_login_at: Seconds | null
  created_at: Seconds
}

export function userView(user: UserFields, tenant_id: string, { roles, permissions }: Holdings): UserView {
  return {
    id: user.id,
    email: user.email,
    full_name: user.full_name,
    locale: user.locale,
    roles,
    permissions,
    tenant_id,
    email_verified: user.email_verified_at !== null,
    mfa_enabled: user.mfa_enabled_at !== null,
    created_at: isoTime(user.created_at),
    last_login: user.last_login_at === null ? null : isoTime(user.last_login_at),
  }
}

/** A person as whoever has their session, or a program that acts for them, tells of them. */
export type PersonFields = Omit<UserFields, 'id'> & { user_id: string }

type ViewedCaller = PersonFields & Holdings & { tenant_id: string }

/** The person of a session. Called for every session check, so it asks nothing of the database. */
export function viewOf(caller: ViewedCaller): UserView {
  return userView({ ...caller, id: caller.user_id }, caller.tenant_id, caller)
}

/** Changes what people may change of themselves. Anything else in the request is ignored. */
export async function updateProfile(
  call: Call,
  caller: SessionCaller,
  input: { full_name?: string | undefined; locale?: string | null | undefined },
): Promise<UserView> {
  const { app } = call
  const change = {
    ...(input.full_name !== undefined && { full_name: input.full_name }),
    ...(input.locale !== undefined && { locale: input.locale }),
  }
  await app.db.transaction().execute(async (tx) => {
    await users.update(tx, caller.user_id, { ...change, updated_at: app.now() })
    await requireOpen(tx, caller.session_id)
    const detail = { fields: Object.keys(change) }
    await record(tx, call, {
      type: 'user.updated',
      outcome: 'succeeded',
      actor: caller.user_id,
      session_id: caller.session_id,
      detail,
    })
  })
  return viewOf({ ...caller, ...change })
}

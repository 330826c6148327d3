import { bearerChallenge, Problem } from '@warder/protocol'
import { allows } from '../access/permissions/permissions.ts'
import { holdsScope } from '../api-keys/scopes.ts'
import type { KeyCaller } from '../api-keys/use/check.ts'
import { personOrKey } from '../api-keys/use/guard.ts'
import type { Audited, AuditEvent } from '../audit/audit.ts'
import type { App } from '../app.ts'
import type { Call, Guard } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import type { Db } from '../store/open.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { Operator } from '../users/manage.ts'

/** Who looks after service accounts, whoever that is. */
export type Manager = Audited & {
  app: App
  tenant: Tenant
  /** For the audit. */
  who: Pick<AuditEvent, 'actor' | 'session_id'>
  /** With which key of theirs, for the audit. */
  by_key: { api_key?: string }
  /** The person, where it is one themselves. */
  person: string | null
  /** Whether they may do something themselves, and so may have it done. */
  may: (scope: string) => boolean
  /** Refuses a person who has not shown a moment ago who they are. */
  fresh: () => void
  /** Holds what they act by, in the transaction of what is lasting: it may have ended in the meantime. */
  hold: (tx: Db) => Promise<void>
}

export const readAccounts = 'service_accounts:read'
export const writeAccounts = 'service_accounts:write'
export type AccountPermission = typeof readAccounts | typeof writeAccounts

type Caller = SessionCaller | KeyCaller

/**
 * A person whose roles allow it, or a program with a key of that scope.
 * @throws Problem `not_authenticated` or `forbidden`
 */
export function manager(permission: AccountPermission): Guard<Caller> {
  const known = personOrKey(permission)
  return async function manager(call) {
    const caller = await known(call)
    if (!allows(caller.permissions, permission)) throw lacking(permission)
    return caller
  }
}

/** An operator's command: nobody is above it. */
export function operatorManager(by: Operator): Manager {
  return {
    app: by.app,
    tenant: by.tenant,
    trace: by.trace,
    who: {},
    by_key: {},
    person: null,
    may: () => true,
    fresh: () => undefined,
    hold: () => Promise.resolve(),
  }
}

/** Whoever the guard let in. */
export function managerOf(call: Call<Caller>): Manager {
  const { app, tenant, trace, caller } = call
  const isKey = caller.via === 'key'
  return {
    app,
    tenant,
    trace,
    who: { actor: caller.user_id, ...(!isKey && { session_id: caller.session_id }) },
    by_key: isKey ? { api_key: caller.key_id } : {},
    person: isKey ? null : caller.user_id,
    may: (scope) => holdsScope(app.config.api_keys, caller.permissions, scope),
    fresh: () => {
      if (!isKey) requireOwner(call, caller)
    },
    hold: (tx) => (isKey ? requireKey(tx, app, caller.key_id) : requireOpen(tx, caller.session_id)),
  }
}

async function requireKey(tx: Db, app: Pick<App, 'now'>, id: string): Promise<void> {
  if (await apiKeys.holdLive(tx, id, app.now())) return
  throw new Problem('not_authenticated', { detail: 'This API key has ended.' })
}

/**
 * Whoever gives a program something must have it: or an account would be the way to more than one's own.
 * @throws Problem `forbidden`
 */
export function requireGiveable({ may }: Manager, scopes: readonly string[], pointer?: string): void {
  const missing = scopes.filter((scope) => !may(scope))
  if (missing.length === 0) return
  throw new Problem('forbidden', {
    detail: 'A service account that you look after may do no more than you may yourself.',
    errors: missing.map((scope) => ({
      pointer: pointer === undefined ? '' : `${pointer}/${scopes.indexOf(scope)}`,
      detail: `is not yours to give: ${scope}`,
    })),
  })
}

function lacking(permission: string): Problem {
  const detail = `This needs the permission ${permission}.`
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_scope',
    error_description: detail,
  })
  return new Problem('forbidden', { detail, headers: { 'www-authenticate': challenge } })
}

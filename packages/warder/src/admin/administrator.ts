import { allows, parseTokenCredentials, presentedApiKey, Problem } from '@warder/protocol'
import { heldBy } from '../access/permissions/held.ts'
import { permissionsOfScopes } from '../access/permissions/giving.ts'
import { holdsScope } from '../api-keys/scopes.ts'
import type { KeyCaller } from '../api-keys/use/check.ts'
import { personOrProgram } from '../api-keys/use/guard.ts'
import type { Acting } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { unnoted } from '../http/repeats/once.ts'
import type { Call, Guard } from '../http/router.ts'
import { accessToken, stillLive, type LiveToken } from '../oauth-server/access-token.ts'
import { lacking, managerOf, type Manager } from '../service-accounts/manager.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import type { Db } from '../store/open.ts'
import type { AdminPermission } from './permissions.ts'

/** A program that acts for itself, by an access token with scopes of administration. */
export type TokenCaller = { via: 'token'; token: LiveToken; permissions: string[] }

export type AdminCaller = SessionCaller | KeyCaller | TokenCaller

/** Whoever administers: as an operator, with the limits of what they may do themselves. */
export type Admin = Manager & Operator & { acting: Acting; if_match: string | undefined }

/**
 * Whoever may administer: a person by their session or by a token of their own, a program by an API key of that scope, or by an
 * access token of its own with `warder:` and the permission for a scope. What an application may do in somebody's name does not
 * reach so far.
 *
 * @throws Problem `not_authenticated` or `forbidden`
 */
export function administrator(permission: AdminPermission): Guard<AdminCaller> {
  const known = personOrProgram(permission)
  return async function administrator(call) {
    const caller = (await programIn(call)) ?? (await known(call))
    if (!allows(caller.permissions, permission)) throw lacking(permission)
    return caller
  }
}

/** Undefined where it is no access token, or one in the name of somebody. */
async function programIn(call: Call): Promise<TokenCaller | undefined> {
  const { headers } = call.request
  if (presentedApiKey(headers.get('authorization'), headers.get('x-api-key')).kind !== 'none')
    return undefined
  if (parseTokenCredentials(headers.get('authorization')).kind !== 'token') return undefined
  const token = await accessToken(call)
  if (token.holder) return undefined
  return { via: 'token', token, permissions: permissionsOfScopes(token.scope) }
}

/** Whoever the guard let in. @param if_match the state that they want to change */
export function adminOf(call: Call<AdminCaller>, if_match?: string): Admin {
  const manager =
    call.caller.via === 'token' ? byToken(call, call.caller) : managerOf({ ...call, caller: call.caller })
  const { who, by_key } = manager
  const hold: Acting['hold'] = async (tx, subject) => {
    await manager.hold(tx)
    if (subject !== undefined && subject !== who.actor) await requireNotAbove(tx, manager, subject)
  }
  return { ...manager, if_match, acting: { who, detail: by_key, hold } }
}

function byToken(call: Call, { token, permissions }: TokenCaller): Manager {
  const { app, tenant, trace } = call
  return {
    app,
    tenant,
    trace,
    who: { actor: token.client_id },
    by_key: {},
    person: undefined,
    maker: null,
    holds: (permission) => allows(permissions, permission),
    may: (scope) => holdsScope(app.config.api_keys, permissions, scope),
    fresh: () => undefined,
    hold: async (tx) => {
      await stillLive({ app: { ...app, db: tx }, tenant }, token)
    },
    made: unnoted,
  }
}

/**
 * Nobody does something to somebody who may do more than they: with their account, or without it, they would be more than they
 * are. What was given in this transaction counts, so nobody gives more than they have either. Where accounts are, they lead to
 * every tenant that their people are members of.
 *
 * @throws Problem `forbidden`
 */
async function requireNotAbove(tx: Db, { tenant, holds }: Manager, subject: string): Promise<void> {
  const { permissions } = await heldBy(tx, tenant.shared ? tenant.id : undefined, subject)
  if (permissions.every(holds)) return
  throw new Problem('forbidden', { detail: 'They may do more than you may yourself.' })
}

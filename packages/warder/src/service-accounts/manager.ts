import { allows, bearerChallenge, Problem } from '@warder/protocol'
import { holdsScope } from '../api-keys/scopes.ts'
import { holdKey, type KeyCaller } from '../api-keys/use/check.ts'
import { operatorKeeper, personKeeper, requireNoLess, type Keeper } from '../api-keys/owners/keeper.ts'
import type { readAccounts, writeAccounts } from '../api-keys/owners/owner.ts'
import { personOrProgram } from '../api-keys/use/guard.ts'
import { unnoted } from '../http/repeats/once.ts'
import type { Call, Guard } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import type { Db } from '../store/open.ts'
import type { Operator } from '../users/manage.ts'

/** Who looks after service accounts, whoever that is: a program with a key as well. */
export type Manager = Keeper & {
  /** With which key of theirs, for the audit. */
  by_key: { api_key?: string }
}

export type AccountPermission = typeof readAccounts | typeof writeAccounts

/** Whom the guard lets in. */
export type ManagingCaller = SessionCaller | KeyCaller

/**
 * A person whose roles allow it, or a program with a key of that scope.
 * @throws Problem `not_authenticated` or `forbidden`
 */
export function manager(permission: AccountPermission): Guard<ManagingCaller> {
  const known = personOrProgram(permission)
  return async function manager(call) {
    const caller = await known(call)
    if (!allows(caller.permissions, permission)) throw lacking(permission)
    return caller
  }
}

export function operatorManager(by: Operator): Manager {
  return { ...operatorKeeper(by), by_key: {} }
}

/** Whoever the guard let in. */
export function managerOf(call: Call<ManagingCaller>): Manager {
  const { app, tenant, trace, caller } = call
  if (caller.via !== 'key') return { ...personKeeper(call, caller), by_key: {} }
  return {
    app,
    tenant,
    trace,
    who: { actor: caller.owner.id },
    by_key: { api_key: caller.key_id },
    person: undefined,
    maker: caller.person?.user_id ?? null,
    holds: (permission) => allows(caller.permissions, permission),
    may: (scope) => holdsScope(app.config.api_keys, caller.permissions, scope),
    fresh: () => undefined,
    hold: (tx) => requireKey(tx, call, caller),
    made: unnoted,
  }
}

async function requireKey(tx: Db, call: Pick<Call, 'app'>, caller: KeyCaller): Promise<void> {
  const scopes = await holdKey(tx, call, caller.key_id)
  if (!scopes) throw new Problem('not_authenticated', { detail: 'This API key has ended.' })
  requireNoLess(caller.scopes, (scope) => scopes.includes(scope))
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

/** Of somebody who may not do that. */
export function lacking(permission: string): Problem {
  const detail = `This needs the permission ${permission}.`
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_scope',
    error_description: detail,
  })
  return new Problem('forbidden', { detail, headers: { 'www-authenticate': challenge } })
}

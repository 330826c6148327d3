import { allows, Problem } from '@warder/protocol'
import { heldBy } from '../../access/permissions/held.ts'
import type { Audited, AuditEvent } from '../../audit/audit.ts'
import type { App } from '../../app.ts'
import { unnoted, type NoteMade } from '../../http/repeats/once.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import type { KeyOwner } from '../../store/programs/api-keys.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Operator } from '../../users/manage.ts'
import { holdsScope } from '../scopes.ts'
import { permissionFor, type Wish } from './owner.ts'

/** Who looks after programs and what these prove themselves by, whoever that is. */
export type Keeper = Audited & {
  app: App
  tenant: Tenant
  /** For the audit. */
  who: Pick<AuditEvent, 'actor' | 'session_id'>
  /** The person, where it is one themselves. */
  person: SessionCaller | undefined
  /** Whose secrets they are that they are told: of that person, or of the one by whose key a program acts. */
  maker: string | null
  /** Whether their roles allow it. */
  holds: (permission: string) => boolean
  /** Whether they may do something themselves, and so may have it done. */
  may: (scope: string) => boolean
  /** Refuses a person who has not shown a moment ago who they are. */
  fresh: () => void
  /** Holds what they act by, in the transaction of what is lasting: it may have ended in the meantime. */
  hold: (tx: Db) => Promise<void>
  /** Notes what they made, in the same transaction. */
  made: NoteMade
}

/** An operator's command: nobody is above it. */
export function operatorKeeper({ app, tenant, trace }: Operator): Keeper {
  return {
    app,
    tenant,
    trace,
    who: {},
    person: undefined,
    maker: null,
    holds: () => true,
    may: () => true,
    fresh: () => undefined,
    hold: () => Promise.resolve(),
    made: unnoted,
  }
}

/** A person, by the session they are in. */
export function personKeeper({ app, tenant, trace }: Call, person: SessionCaller): Keeper {
  const { user_id, session_id, permissions } = person
  return {
    app,
    tenant,
    trace,
    who: { actor: user_id, session_id },
    person,
    maker: user_id,
    holds: (permission) => allows(permissions, permission),
    may: (scope) => holdsScope(app.config.api_keys, permissions, scope),
    fresh: () => requireOwner({ app }, person),
    hold: async (tx) => {
      await requireOpen(tx, session_id)
      const now = await heldBy(tx, tenant.id, user_id)
      requireNoLess(permissions, (permission) => allows(now.permissions, permission))
    },
    made: unnoted,
  }
}

/**
 * Refuses who may do less by now than when their request began: it may have come byte by byte, and what is made by it stays.
 *
 * @throws Problem `forbidden`
 */
export function requireNoLess(began: readonly string[], holds: (permission: string) => boolean): void {
  if (began.every(holds)) return
  throw new Problem('forbidden', { detail: 'You may do less than a moment ago. Try again.' })
}

/** Whether somebody may see, or change, the keys of an owner. What a person has is theirs alone. */
export function looksAfter({ person, holds }: Keeper, owner: KeyOwner, wish: Wish): boolean {
  const permission = permissionFor(owner, wish)
  return permission === undefined ? owner.id === person?.user_id : holds(permission)
}

/** @throws Problem `forbidden` */
export function requireLooksAfter(by: Keeper, owner: KeyOwner, wish: Wish): void {
  if (looksAfter(by, owner, wish)) return
  const permission = permissionFor(owner, wish)
  const detail =
    permission === undefined
      ? 'The keys of a person are theirs alone.'
      : `This needs the permission ${permission}.`
  throw new Problem('forbidden', { detail })
}

/** @throws Problem `forbidden` for a scope that one of those whose it must be does not hold */
export function requireGiveable(
  scopes: readonly string[],
  holds: (scope: string) => boolean,
  detail: string,
): void {
  const missing = scopes.filter((scope) => !holds(scope))
  if (missing.length === 0) return
  throw new Problem('forbidden', {
    detail,
    errors: missing.map((scope) => ({
      pointer: `/scopes/${scopes.indexOf(scope)}`,
      ...said('scope_not_yours', scope),
    })),
  })
}

import type { Seconds } from '@warder/protocol'
import { stateOf, type State } from '../../access/passwordless.ts'
import { waysIn, type Has, type WayIn } from '../../access/ways-in.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import type { User } from '../../store/people/users.ts'
import { hasIn, type Open } from '../ways/ways.ts'

/** What of a person decides it. */
export type Person = Pick<
  User,
  'passwordless_proved_at' | 'passwordless_proved_by' | 'password_change_required_at'
>

/** What somebody can prove, as far as it matters here. */
export type Proves = { method: string; data: string; last_used_at: Seconds | null }

export type Standing = { state: State; ways: WayIn[] }

/** The state of a person, and the ways in that there are. Links and codes count where the operator has them on. */
export function standingIn(person: Person, rows: readonly Proves[], config: Open): Standing {
  const has = hasIn(rows, config)
  const must_change = person.password_change_required_at !== null
  const proved =
    person.passwordless_proved_at !== null && hasStill(has, person.passwordless_proved_by, rows, config)
  return { state: stateOf(has, { proved, must_change }), ways: waysIn(has) }
}

/** As it is now. */
export async function standingOf(db: Db, config: Open, user: Person & { id: string }): Promise<Standing> {
  return standingIn(user, await credentials.listUsable(db, user.id), config)
}

/**
 * Whether something that was used is still there. A passkey notes its use itself, so that one that lies in a cupboard
 * does not count for another that was used and removed.
 */
function hasStill(has: Has, by: string | null, rows: readonly Proves[], config: Open): boolean {
  const used = rows.filter(({ method, last_used_at }) => method === 'passkey' && last_used_at !== null)
  if (hasIn(used, config).passkeys > 0) return true
  return (
    (by === 'mail' && has.mail) || (by === 'phone' && has.phone) || (by === 'identity' && has.identities > 0)
  )
}

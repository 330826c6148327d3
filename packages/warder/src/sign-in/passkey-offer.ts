import type { Call } from '../http/router.ts'
import { isAble } from '../pages/passkeys/button.ts'
import type { Visitor } from '../sessions/guard.ts'
import * as factors from '../store/people/factors.ts'
import type { Outcome } from './proved.ts'

/**
 * Whether somebody who has just signed in on a page is led by the one that offers a passkey: once, where their browser could
 * keep one, and not where they only confirmed that it is them. After a passkey there is nothing to offer.
 */
export async function offersPasskey({ app, caller }: Call<Visitor>, outcome: Outcome): Promise<boolean> {
  if (outcome.kind !== 'signed-in' || outcome.confirmed || !isAble(caller.form)) return false
  return factors.offerPasskey(app.db, outcome.user.id, app.now())
}

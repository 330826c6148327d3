import type { Seconds } from '@warder/protocol'
import type { Call } from '../../../http/router.ts'
import { wantsNewSignIn } from '../../../oauth-server/authorize/interaction.ts'
import { Refused } from '../refused.ts'

/** Clocks of others may differ by this much. */
const skew = 60

/** Whether whoever is sent elsewhere has to sign in there anew: the page says so, or the application that waits wants it. */
export async function isAskedAnew(call: Call, interaction: string | null): Promise<boolean> {
  return (
    call.url.searchParams.has('again') || (interaction !== null && (await wantsNewSignIn(call, interaction)))
  )
}

/**
 * When a person has shown elsewhere who they are, which may be long ago (OIDC Core §2, `auth_time`). Where they had to do it anew, a provider
 * that passed over that is not believed (SAML Core §3.4.1, `ForceAuthn`; OIDC Core §3.1.2.1, `max_age`).
 *
 * @param told by the provider
 * @param forced_at since when it has to be; null where it need not be new
 * @throws Refused `stale`
 */
export function signedInAt(told: Seconds, forced_at: Seconds | null, now: Seconds): Seconds {
  if (forced_at === null) return Math.min(told, now)
  if (told < forced_at - skew) throw new Refused('failed', 'stale')
  // By our own clock, which the application is answered by.
  return Math.min(Math.max(told, forced_at), now)
}

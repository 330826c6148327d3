import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import type { Call } from '../../../http/router.ts'
import type { Answered } from '../attempt/answer.ts'
import type { Attempt, Going } from '../attempt/attempt.ts'
import type { Identity } from '../identity.ts'
import { Refused } from '../refused.ts'
import { githubAddress, githubPerson } from './github.ts'
import { openidAddress, openidPerson } from './openid.ts'

/** Where the browser is sent to sign in. @throws Refused when the provider cannot be asked about itself */
export async function addressOf(call: Call, provider: SignInProvider, attempt: Going): Promise<string> {
  return provider.kind === 'github'
    ? githubAddress(call, provider, attempt)
    : openidAddress(call, provider, attempt)
}

/** Who came back. @throws Refused */
export async function personAt(
  call: Call,
  provider: SignInProvider,
  attempt: Attempt,
  { error, code, iss, user }: Answered,
): Promise<Identity> {
  // RFC 6749 §4.1.2.1. What else a provider says there is nothing that somebody else may write on our page (UP-23).
  if (error !== undefined) throw new Refused(saidNo.has(error) ? 'denied' : 'failed', 'error')
  if (code === undefined) throw new Refused('failed', 'no code')
  if (provider.kind === 'github') return githubPerson(call, provider, attempt, { code })
  return openidPerson(call, provider, attempt, { code, iss, user })
}

/** The second word is Apple's. */
const saidNo = new Set(['access_denied', 'user_cancelled_authorize'])

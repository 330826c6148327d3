import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import { redirect, type Answer } from '../../../http/answer.ts'
import type { Call } from '../../../http/router.ts'
import type { SessionCaller, Visitor } from '../../../sessions/guard.ts'
import { withAim, type Aim } from '../../outcome.ts'
import { beginAttempt, type Attempt, type Destination, type Goal } from './attempt.ts'
import type { From } from '../identity.ts'
import { addressOf } from '../elsewhere/elsewhere.ts'
import { noteRefused, type Why } from '../refused.ts'

type PageCall = Call<Visitor>

/** Sends the browser to a provider, to come back for `goal`. */
export async function begin(
  call: PageCall,
  provider: SignInProvider,
  goal: Goal,
  destination: Destination,
  forced = false,
): Promise<Answer> {
  const attempt = await beginAttempt(call, provider, goal, destination, forced)
  try {
    const cookies = [...call.caller.cookies, ...attempt.cookies]
    return redirect(await addressOf(call, provider, attempt), { cookies })
  } catch (error) {
    return back(call, provider, { ...destination, goal }, await noteRefused(call, provider, error))
  }
}

/** The same for somebody who is signed in, and has shown a moment ago that it is them. */
export async function beginConnecting(
  call: PageCall,
  provider: SignInProvider,
  { user_id }: SessionCaller,
): Promise<Answer> {
  return begin(call, provider, { kind: 'connect', user_id }, { interaction: null, redirect: null })
}

/** To where it was begun. The page says what happened by a word in its address, which is never shown itself. */
export function back(
  call: PageCall,
  { name }: Pick<From, 'name'>,
  { goal, ...destination }: Pick<Attempt, 'goal' | 'interaction' | 'redirect'>,
  why: Why,
): Answer {
  const page = goal.kind === 'connect' ? '/account/security' : withAim(call.app, '/login', aimOf(destination))
  const to = `${page}${page.includes('?') ? '&' : '?'}with=${name}&why=${why}`
  return redirect(to, { cookies: call.caller.cookies })
}

export const aimOf = ({ interaction, redirect: return_to }: Destination): Aim => ({
  interaction: interaction ?? undefined,
  return_to,
})

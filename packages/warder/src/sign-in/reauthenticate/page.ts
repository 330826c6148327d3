import { Problem } from '@warder/protocol'
import { againElsewhere } from '../../connections/offered.ts'
import { html, type Answer } from '../../http/answer.ts'
import { returnPath } from '../../http/browser/return-path.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Call } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { interactionView } from '../../oauth-server/authorize/interaction.ts'
import { reauthenticatePage } from '../../pages/second-step/reauthenticate.ts'
import type { SessionCaller, SignedInVisitor } from '../../sessions/guard.ts'
import { isRecent, recentlyEnough } from '../../sessions/recent.ts'
import { pageAfter, type Aim } from '../outcome.ts'
import { againAt } from '../upstream/provider.ts'
import { setUpHere } from './begin.ts'
import { waysOf } from './ways.ts'

/** Where whoever signed in elsewhere can do so once more, and is asked there anew. */
const againThere = async (call: Call, { session_id }: Pick<SessionCaller, 'session_id'>) =>
  (await againElsewhere(call, session_id)) ?? againAt(call, session_id)

/** Where somebody goes on to afterwards. */
export function aimOf({ caller, url }: Call<SignedInVisitor>): Aim {
  const of = (name: string) => caller.form.get(name) ?? url.searchParams.get(name) ?? undefined
  return {
    interaction: of('interaction'),
    return_to: of('return_to'),
    ui_locales: caller.ui_locales,
  }
}

/** The levels that will do, where a second factor is what is asked for. */
export function acrAsked({ caller, url }: Call<SignedInVisitor>): readonly string[] | undefined {
  const level = caller.form.get('level') ?? url.searchParams.get('level')
  return level === '2' ? ['urn:warder:aal2'] : undefined
}

type Wrong = { error?: string | undefined; status?: number; headers?: Record<string, string> }

/**
 * Asks for what the person has. Where a second factor is asked for and they have none, they are led to set one up; first
 * they show that it is them, for whoever finds an open session must not make a factor of their own.
 */
export async function confirmPage(
  call: Call<SignedInVisitor>,
  { error, status = 200, headers = {} }: Wrong = {},
): Promise<Answer> {
  const { csrf, session, cookies } = call.caller
  const aim = aimOf(call)
  const acr = acrAsked(call)
  const { ways, set_up } = await waysOf(call, session, acr)
  // Of a session in doubt nobody knows whose it is, however fresh: whoever stole its cookie would confirm it by a factor
  // of their own.
  if (set_up && !session.suspect && isRecent(call, session, recentlyEnough))
    return pageAfter(call, await setUpHere(call, session), aim, cookies)
  // A level that is asked for is not reached by signing in as before.
  const elsewhere = acr ? undefined : await againThere(call, session)
  if (ways.length === 0 && !elsewhere)
    throw new Problem('forbidden', { detail: 'This account has nothing to confirm with.' })

  const waiting = aim.interaction === undefined ? undefined : await interactionView(call, aim.interaction)
  const body = reauthenticatePage({
    ...frameOf(call),
    csrf,
    email: session.email,
    interaction: waiting && aim.interaction,
    application: waiting?.application,
    return_to: returnPath(call.app, aim.return_to),
    level: acr && !set_up ? '2' : undefined,
    ways,
    error,
    elsewhere,
  })
  const policy = pagePolicy(waiting?.form_target)
  return html(body, { status, headers: { 'content-security-policy': policy, ...headers }, cookies })
}

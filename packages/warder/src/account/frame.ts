import { allows } from '@warder/protocol'
import { html, redirect, type Answer } from '../http/answer.ts'
import { pagePolicy } from '../http/headers.ts'
import type { Call } from '../http/router.ts'
import { frameOf } from '../http/words/frame.ts'
import type { AccountFrame } from '../pages/account/layout.ts'
import { openSections } from '../pages/console/sections.ts'
import type { AccountWords } from '../pages/words/account/en.ts'
import type { SignedInVisitor } from '../sessions/guard.ts'

export type AccountCall = Call<SignedInVisitor>

/** Back to a page of the account, with a word about what happened. */
export function done(
  call: AccountCall,
  path: string,
  outcome: string,
  cookies: readonly string[] = [],
): Answer {
  return redirect(`${path}?done=${outcome}`, { cookies: [...call.caller.cookies, ...cookies] })
}

/** Whether there is a page of the console that somebody may open. */
const administers = ({ tenant, caller }: AccountCall): boolean =>
  openSections((permission) => allows(caller.session.permissions, permission), tenant).length > 0

/** What the person reads after a form: the word in the query chooses a sentence and is never shown itself. */
function outcomeOf(outcomes: AccountWords['outcomes'], word: string | null): string | undefined {
  return word !== null && Object.hasOwn(outcomes, word) ? outcomes[word as keyof typeof outcomes] : undefined
}

/** What every page of the account is told. */
export function frame(call: AccountCall): AccountFrame {
  const { session, csrf } = call.caller
  const { menu, outcomes } = call.caller.words.account
  const text = outcomeOf(outcomes, call.url.searchParams.get('done'))
  const { home } = call.app.config.own_pages
  return {
    ...frameOf(call),
    ...(home !== '/account' && { home }),
    csrf,
    user: { full_name: session.full_name, email: session.email, roles: session.roles },
    now: call.app.now(),
    ...(administers(call) && { elsewhere: { href: '/console', label: menu.administration } }),
    ...(text !== undefined && { notice: { tone: 'good', text } }),
  }
}

/** The same, of a page on which our script runs. */
export function scripted(page: Answer): Answer {
  return {
    ...page,
    headers: { ...page.headers, 'content-security-policy': pagePolicy(undefined, 'our scripts') },
  }
}

export function answer(call: AccountCall, body: string, status = 200): Answer {
  return html(body, { status, cookies: call.caller.cookies })
}

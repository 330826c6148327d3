import { allows } from '@warder/protocol'
import { html, redirect, type Answer } from '../http/answer.ts'
import { pagePolicy } from '../http/headers.ts'
import type { Call } from '../http/router.ts'
import { frameOf } from '../http/words/frame.ts'
import type { AccountFrame } from '../pages/account/layout.ts'
import { openSections } from '../pages/console/sections.ts'
import type { SignedInVisitor } from '../sessions/guard.ts'

export type AccountCall = Call<SignedInVisitor>

/** What the person reads after the form: the word in the query chooses a sentence and is never shown itself. */
const outcomes: Record<string, string> = {
  name: 'Saved.',
  'link-sent': 'We sent a link to that address. Open it while you are signed in here.',
  'address-added': 'That address is yours now.',
  'main-address': 'Your main address is changed. You were signed out everywhere else.',
  'address-removed': 'That address is removed.',
  password: 'Your password is changed. You were signed out everywhere else.',
  'password-removed': 'Your password is removed. You were signed out everywhere else.',
  'password-added': 'You have a password now.',
  'password-kept': 'You keep your password.',
  session: 'That session is signed out.',
  sessions: 'You are signed out everywhere else.',
  forgotten: 'From now on that device is asked for the second step.',
  joined: 'You accepted the invitation.',
  organisation: 'You are signed in to that organisation.',
  confirmed: 'Thank you. Now you can make the change.',
  'authenticator-added': 'Your new authenticator app is on.',
  'authenticator-renamed': 'Your authenticator app has its new name.',
  'authenticator-removed': 'That authenticator app is removed.',
  'code-sent': 'We sent a code to that number. Type it below.',
  'phone-added': 'That number is yours now.',
  'phone-uses': 'Saved.',
  'phone-removed': 'Your phone number is removed.',
  'passkey-added': 'Your passkey is ready. Try it when you sign in the next time.',
  'passkey-renamed': 'Your passkey has its new name.',
  'passkey-removed': 'That passkey is removed.',
  'identity-connected': 'That account is connected. It signs you in from now on.',
  'identity-removed': 'That account is disconnected. It does not sign you in any more.',
  'key-revoked': 'That API key does not work any more.',
  'agent-added': 'Your agent is ready.',
  'agent-stopped': 'That agent is stopped. Everything it could reach is closed to it.',
  'agent-started': 'That agent may work again. It can take some seconds until it gets something.',
  'agent-removed': 'That agent is removed.',
  'agent-allowed': 'You allowed it, this one time.',
  'agent-denied': 'You did not allow it.',
  'approval-given': 'You allowed it. It goes on by itself.',
  'approval-denied': 'You did not allow it.',
  'approval-muted': 'That application does not ask you any more.',
  'approval-unmuted': 'That application may ask you again.',
  connected: 'That service is connected.',
  'not-connected': 'You did not allow the connection, so nothing was connected.',
  'given-back': 'That service is disconnected, and it took back its access.',
  disconnected:
    'That service is disconnected here. It does not take access back by itself: remove it in your settings there as well.',
  'program-allowed': 'That program may use the connection now.',
  'program-withdrawn': 'That program may not use the connection any more.',
  application: 'That application has no access any more.',
  agreed: 'Thank you. We wrote down that you agree.',
  withdrawn: 'You took it back. It holds from now on.',
}

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

/** What every page of the account is told. */
export function frame(call: AccountCall): AccountFrame {
  const { session, csrf } = call.caller
  const text = outcomes[call.url.searchParams.get('done') ?? '']
  const { home } = call.app.config.own_pages
  return {
    ...frameOf(call),
    ...(home !== '/account' && { home }),
    csrf,
    user: { full_name: session.full_name, email: session.email, roles: session.roles },
    now: call.app.now(),
    ...(administers(call) && { elsewhere: { href: '/console', label: 'Administration' } }),
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

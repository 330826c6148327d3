import type { Seconds } from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import type { Call } from '../../http/router.ts'
import { clearCookie, cookieOf, setCookie } from '../../http/browser/cookies.ts'

/**
 * When a session that opens now ends: unused, and in any case. The long limits are for who asked to stay signed
 * in and for programs with tokens; a browser that nobody asked to keep signed in has the short ones.
 */
export function limitsOf(
  { session }: Pick<Config, 'session'>,
  remembered: boolean,
  now: Seconds,
): { idle_expires_at: Seconds; expires_at: Seconds } {
  const idle = remembered ? session.idle : session.short_idle
  const absolute = remembered ? session.absolute : session.short_absolute
  return { idle_expires_at: now + Math.min(idle, absolute), expires_at: now + absolute }
}

type Here = Pick<Call, 'app' | 'tenant'>

export type CookieLife = { remembered_at: Seconds | null; expires_at: Seconds }

/** The cookie of a session: for the rest of its life when the person asked to stay, else until the browser closes. */
export function sessionCookie({ app, tenant }: Here, token: string, session: CookieLife): string {
  const now = app.now()
  const left = session.remembered_at === null ? undefined : Math.max(0, session.expires_at - now)
  return setCookie(app.config, cookieOf(tenant, 'session'), token, left)
}

/** The cookies of a session that has just opened: the visit before it is over, and the tokens bound to it with it. */
export function openingCookies(here: Here, token: string, session: CookieLife): string[] {
  return [sessionCookie(here, token, session), clearCookie(here.app.config, cookieOf(here.tenant, 'pre'))]
}

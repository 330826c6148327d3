import { Problem } from '@warder/protocol'
import type { App } from '../../app.ts'
import { digest, newNonce, newToken } from '../../crypto/tokens.ts'
import { cookieOf, readCookie, setCookie } from './cookies.ts'
import type { Call } from '../router.ts'

/** What a token is bound to: the session, or before sign-in the cookie of the visit. */
export type Binding = `session:${string}` | `visit:${string}`

/** A signed double-submit token. The nonce makes each one different, so that compression tells nothing of it. */
export function csrfToken(app: Pick<App, 'secrets'>, binding: Binding): string {
  const nonce = newNonce()
  return `${nonce}.${app.secrets.mac('csrf', `${nonce} ${binding}`)}`
}

export function csrfMatches(app: Pick<App, 'secrets'>, binding: Binding, presented: string): boolean {
  const dot = presented.indexOf('.')
  return app.secrets.macMatches('csrf', `${presented.slice(0, dot)} ${binding}`, presented.slice(dot + 1))
}

/** The visit before sign-in: its binding, and the cookie to set when the browser has none yet. */
export function visitOf({ app, tenant, request }: Pick<Call, 'app' | 'tenant' | 'request'>): {
  binding: Binding
  cookies: string[]
} {
  const name = cookieOf(tenant, 'pre')
  const known = readCookie(app.config, request, name)
  if (known) return { binding: `visit:${digest(known)}`, cookies: [] }
  const made = newToken('wdp')
  return { binding: `visit:${digest(made)}`, cookies: [setCookie(app.config, name, made)] }
}

/** Refuses what another site made the browser send. Requests that browsers did not send carry neither header. */
export function requireSameOrigin({ tenant, request }: Pick<Call, 'tenant' | 'request'>): void {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== tenant.origin) throw crossSite()
  // Fetch Metadata: `none` is a person typing or following a bookmark, which never posts.
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw crossSite()
}

const advice = {
  header: 'The CSRF token is missing or out of date. Send the value of GET /auth/csrf as X-CSRF-Token.',
  form: 'You may have signed in or out meanwhile, or left it open for long. Go back, load it again and try once more. Nothing was changed.',
}

/** The check of every state change that a cookie authenticates. `presented` is the value of the header or of the form. */
export function requireCsrf(
  call: Pick<Call, 'app' | 'tenant' | 'request'>,
  binding: Binding,
  presented: string | null,
  from: keyof typeof advice = 'header',
): void {
  requireSameOrigin(call)
  if (!presented || !csrfMatches(call.app, binding, presented))
    throw new Problem('csrf_failed', { detail: advice[from] })
}

function crossSite(): Problem {
  return new Problem('csrf_failed', { detail: 'This request came from another site and was not accepted.' })
}

import type { Call } from '../router.ts'
import * as clients from '../../store/oauth/clients.ts'
import { returnPath } from './return-path.ts'

/** Where a sign-in leads that was begun from somewhere: a page of this origin, or a place at an application. */
export type Target = { kind: 'page'; path: string } | { kind: 'application'; href: string; origin: string }

/**
 * The place that was asked for, where it is one of ours or at an application that is registered here; whatever else it is,
 * home (ML-06). The address is read one time, and what was read is what is sent to the browser.
 */
export async function targetOf(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  asked: string | null,
): Promise<Target> {
  const home: Target = { kind: 'page', path: returnPath(app, null) }
  if (asked === null) return home
  const path = returnPath(app, asked)
  if (path === asked) return { kind: 'page', path }
  const url = /^https?:\/\/[^\s\\@]+$/.test(asked) ? URL.parse(asked) : null
  if (!url) return home
  const { href, origin } = url
  // Plain HTTP is where a developer's application runs, and there a registered address may have it too.
  const registered = await clients.someReturnsTo(app.db, tenant.id, origin)
  return registered ? { kind: 'application', href, origin } : home
}

import { Problem } from '@warder/protocol'
import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import type { Call } from '../../http/router.ts'
import type { Elsewhere } from '../../pages/sign-in/without-password/elsewhere.ts'
import * as foreignSessions from '../../store/federation/foreign-sessions.ts'
import { rulesOf } from './elsewhere/rules.ts'
import { openidName } from './identity.ts'

/** The one that a route names. @throws Problem `not_found` */
export function providerOf({ app, params }: Pick<Call, 'app' | 'params'>): SignInProvider {
  const provider = app.config.sign_in_with.find(({ name }) => name === params['provider'])
  if (!provider) throw new Problem('not_found', { detail: 'Nobody signs in that way here.' })
  return provider
}

/**
 * Where a provider sends people back to: what an operator registers there. Each has its own, so that the answer of one is never
 * taken for that of another (RFC 9700 §4.4.2.2).
 */
export const callbackOf = (
  { tenant }: Pick<Call, 'tenant'>,
  { name }: Pick<SignInProvider, 'name'>,
): string => `${tenant.issuer}/auth/oauth/${name}/callback`

/** Where somebody signs in once more who has signed in to this session at a provider that asks people anew. */
export async function againAt(
  { app }: Pick<Call, 'app'>,
  session_id: string,
): Promise<Elsewhere | undefined> {
  const session = await foreignSessions.find(app.db, session_id)
  const provider = session && app.config.sign_in_with.find((one) => isAskedAnewAt(one, session.connection_id))
  if (!provider) return undefined
  const { name, title } = provider
  return { name, title, path: `/auth/oauth/${name}?again=yes` }
}

function isAskedAnewAt(provider: SignInProvider, connection_id: string): boolean {
  if (provider.kind === 'github' || rulesOf(provider).anew === undefined) return false
  // Each directory there is an issuer of its own.
  return provider.kind === 'microsoft'
    ? connection_id.startsWith(openidName(`${provider.authority}/`))
    : connection_id === openidName(provider.issuer)
}

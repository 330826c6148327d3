import { Problem } from '@warder/protocol'
import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import type { Call } from '../../http/router.ts'

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

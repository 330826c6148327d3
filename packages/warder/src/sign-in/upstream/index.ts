import { taking } from '../../http/body.ts'
import { costly } from '../../http/limit.ts'
import { anyone } from '../../http/router.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { nativeToken } from './inputs.ts'
import { signInByToken } from './native.ts'
import { upstreamPages } from './pages.ts'
import { providerOf } from './provider.ts'
import { samlRoutes } from './saml/routes.ts'

/** An account elsewhere: at Google, Microsoft, Apple, GitHub, whoever speaks OpenID Connect, or an organisation's own (SAML). */
export const upstream: SignInMethod = {
  id: 'upstream',
  factor: 'first',
  routes: [
    ...upstreamPages,
    ...samlRoutes,
    taking(
      'POST',
      '/auth/oauth/:provider/token',
      costly,
      anyone,
      'problem',
      nativeToken,
      async (call, read) => {
        const provider = providerOf(call)
        return jsonOf(await signInByToken(call, provider, await read()))
      },
    ),
  ],
}

import { readJson } from '../../http/body.ts'
import { costly } from '../../http/limit.ts'
import { anyone, route } from '../../http/router.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { nativeToken } from './inputs.ts'
import { signInByToken } from './native.ts'
import { upstreamPages } from './pages.ts'
import { providerOf } from './provider.ts'

/** An account elsewhere: at Google, Microsoft, Apple, GitHub, or whoever speaks OpenID Connect. */
export const upstream: SignInMethod = {
  id: 'upstream',
  factor: 'first',
  routes: [
    ...upstreamPages,
    route('POST', '/auth/oauth/:provider/token', costly, anyone, 'problem', async (call) => {
      const provider = providerOf(call)
      return jsonOf(await signInByToken(call, provider, await readJson(call.request, nativeToken)))
    }),
  ],
}

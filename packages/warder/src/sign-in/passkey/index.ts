import * as z from 'zod'
import { json } from '../../http/answer.ts'
import { readJson, readOptionalJson, tokenField } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { costly, unlimited, waiting } from '../../http/limit.ts'
import { anyone, route } from '../../http/router.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { byCookie } from '../proved.ts'
import { wellKnownOrigins } from './related.ts'
import { beginSignIn, signInWithPasskey } from './sign-in.ts'

/** Nothing is asked, and so nobody is named. */
const nothing = z.object({})
const answer = z.object({
  challenge_id: tokenField,
  credential: z.record(z.string(), z.unknown()),
  remember: z.boolean().optional(),
})

/** A passkey, and nothing besides. */
export const passkey: SignInMethod = {
  id: 'passkey',
  factor: 'first',
  routes: [
    route('POST', '/auth/passkey/auth-options', waiting, anyone, 'problem', async (call) => {
      await readOptionalJson(call.request, nothing)
      const { challenge_id, publicKey, cookies } = await beginSignIn(call)
      return json({ challenge_id, publicKey }, { cookies })
    }),
    route('POST', '/auth/passkey/authenticate', costly, anyone, 'problem', async (call) => {
      const bySession = call.url.searchParams.get('session') === '1'
      if (bySession) requireSameOrigin(call)
      const { remember = false, ...given } = await readJson(call.request, answer)
      return jsonOf(await signInWithPasskey(call, given, bySession ? byCookie(remember) : 'tokens'))
    }),
    route('GET', '/.well-known/webauthn', unlimited, anyone, 'problem', wellKnownOrigins),
  ],
}

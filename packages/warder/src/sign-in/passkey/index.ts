import * as z from 'zod'
import { json } from '../../http/answer.ts'
import { taking, takingIfSent, tokenField } from '../../http/body.ts'
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
    takingIfSent(
      'POST',
      '/auth/passkey/auth-options',
      waiting,
      anyone,
      'problem',
      nothing,
      async (call, read) => {
        await read()
        const { challenge_id, publicKey, cookies } = await beginSignIn(call)
        return json({ challenge_id, publicKey }, { cookies })
      },
    ),
    taking('POST', '/auth/passkey/authenticate', costly, anyone, 'problem', answer, async (call, read) => {
      const bySession = call.url.searchParams.get('session') === '1'
      if (bySession) requireSameOrigin(call)
      const { remember = false, ...given } = await read()
      return jsonOf(await signInWithPasskey(call, given, bySession ? byCookie(remember) : 'tokens'))
    }),
    route('GET', '/.well-known/webauthn', unlimited, anyone, 'problem', wellKnownOrigins),
  ],
}

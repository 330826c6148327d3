import { Problem } from '@warder/protocol'
import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { signIn } from '../../pages/words/sign-in/en.ts'
import type { Outcome } from '../proved.ts'
import { personOfToken } from './elsewhere/openid.ts'
import { signInThere } from './identity.ts'
import { noteRefused, Refused } from './refused.ts'
import { signInAs } from './sign-in.ts'

/**
 * Signs in by the ID token that a provider gave a program on a device. It is good one time.
 *
 * @throws Problem `not_found` where the provider gives none, `invalid_credentials`, or `conflict` where the address has an
 *   account that the identity is not connected to
 */
export async function signInByToken(
  call: Call,
  provider: SignInProvider,
  { id_token, nonce }: { id_token: string; nonce?: string | undefined },
): Promise<Outcome> {
  if (provider.kind === 'github')
    throw new Problem('not_found', { detail: 'This provider gives no ID tokens.' })
  const { app } = call
  try {
    const { identity, expires_at } = await personOfToken(call, provider, id_token, nonce)
    // Without the signature, of which there may be two that are good for the same.
    const signed = id_token.slice(0, id_token.lastIndexOf('.'))
    if (!(await app.replay.once(`id token ${digest(signed)}`, expires_at, app.now())))
      throw new Refused('failed', 'used before')
    const came = await signInAs(call, provider, identity, 'tokens', { from: signInThere(identity) })
    if (came.kind === 'taken') throw new Refused('taken', 'address')
    return came.outcome
  } catch (error) {
    const why = await noteRefused(call, provider, error)
    const detail = signIn.elsewhere[why](provider.title)
    throw new Problem(why === 'taken' ? 'conflict' : 'invalid_credentials', { detail, cause: error })
  }
}

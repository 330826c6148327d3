import * as z from 'zod'
import { readJson } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { costly } from '../../http/limit.ts'
import { anyone, route, type Call } from '../../http/router.ts'
import { parseEmail } from '../../users/email.ts'
import { passwordField, solutionField } from '../../users/fields.ts'
import type { SignInMethod } from '../method.ts'
import { jsonOf } from '../outcome.ts'
import { finishPending } from '../pending/finish.ts'
import { byCookie, wrongCredentials, type Delivery, type Outcome } from '../proved.ts'
import { checkPassword } from './check.ts'
import { provedByPassword } from './rehash.ts'

const credentials = z.object({
  email: z.string().max(320),
  password: passwordField,
  /** Of an authenticator app, or a recovery code, for whoever has it at hand already. */
  mfa_code: z.string().max(32, 'is too long for a code').optional(),
  challenge_solution: solutionField,
})
const credentialsOfBrowser = credentials.extend({ remember: z.boolean().optional() })

export const password: SignInMethod = {
  id: 'password',
  factor: 'first',
  routes: [
    route('POST', '/auth/login', costly, anyone, 'problem', async (call) => {
      const { email, password, mfa_code, challenge_solution } = await readJson(call.request, credentials)
      const outcome = await signInWithPassword(call, email, password, 'tokens', challenge_solution)
      return jsonOf(await withCode(call, outcome, mfa_code))
    }),
    route('POST', '/auth/login/session', costly, anyone, 'problem', async (call) => {
      requireSameOrigin(call)
      const {
        email,
        password,
        mfa_code,
        remember = false,
        challenge_solution,
      } = await readJson(call.request, credentialsOfBrowser)
      const delivery = byCookie(remember)
      const outcome = await signInWithPassword(call, email, password, delivery, challenge_solution)
      return jsonOf(await withCode(call, outcome, mfa_code))
    }),
  ],
}

/** Goes on with a code that was sent along, where one is asked for that nobody has to send. */
async function withCode(call: Call, outcome: Outcome, code: string | undefined): Promise<Outcome> {
  if (code === undefined || outcome.kind !== 'second-factor') return outcome
  if (!outcome.methods.some((id) => id === 'totp' || id === 'backup_code')) return outcome
  return finishPending(call, outcome.temp_token, { code })
}

/** @throws Problem `invalid_credentials` for whatever is wrong: address, password or standing */
export async function signInWithPassword(
  call: Call,
  address: string,
  password: string,
  delivery: Delivery,
  challenge_solution?: string,
): Promise<Outcome> {
  const email = parseEmail(address)
  // What is no address is no account; it is refused at once, because that tells nothing about anybody.
  const check = email && (await checkPassword(call, email, password, challenge_solution))
  if (!check?.ok) throw wrongCredentials()
  return provedByPassword(call, { user_id: check.user_id, hash: check.hash, password }, delivery)
}

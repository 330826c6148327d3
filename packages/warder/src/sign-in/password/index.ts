import * as z from 'zod'
import { taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { costly } from '../../http/limit.ts'
import { anyone, type Call } from '../../http/router.ts'
import { ofSamePeople } from '../../tenants/same-people.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { there } from '../../tenants/there.ts'
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
  /** Slug or id of the tenant that they sign in to, where it is another one of the same people. */
  tenant: z.string().max(64).optional(),
})
const credentialsOfBrowser = credentials.extend({ remember: z.boolean().optional() })

export const password: SignInMethod = {
  id: 'password',
  factor: 'first',
  routes: [
    taking('POST', '/auth/login', costly, anyone, 'problem', credentials, async (call, read) => {
      const { email, password, mfa_code, challenge_solution, tenant } = await read()
      const into = await tenantAt(call, tenant)
      const outcome = await signInWithPassword(call, email, password, 'tokens', challenge_solution, into)
      return jsonOf(await withCode(call, outcome, mfa_code))
    }),
    taking(
      'POST',
      '/auth/login/session',
      costly,
      anyone,
      'problem',
      credentialsOfBrowser,
      async (call, read) => {
        requireSameOrigin(call)
        const { email, password, mfa_code, remember = false, challenge_solution, tenant } = await read()
        const delivery = byCookie(remember)
        const into = await tenantAt(call, tenant)
        const outcome = await signInWithPassword(call, email, password, delivery, challenge_solution, into)
        return jsonOf(await withCode(call, outcome, mfa_code))
      },
    ),
  ],
}

/** Goes on with a code that was sent along, where one is asked for that nobody has to send. */
async function withCode(call: Call, outcome: Outcome, code: string | undefined): Promise<Outcome> {
  if (code === undefined || outcome.kind !== 'second-factor') return outcome
  if (!outcome.methods.some((id) => id === 'totp' || id === 'backup_code')) return outcome
  return finishPending(call, outcome.temp_token, { code })
}

/** The tenant that somebody names to sign in to; null where it is none of theirs. */
const tenantAt = async (call: Call, name: string | undefined): Promise<Tenant | null> =>
  name === undefined ? call.tenant : ((await ofSamePeople(call, name)) ?? null)

/**
 * @param into the tenant that they sign in to; null for one that there is not, which is told like a wrong password
 * @throws Problem `invalid_credentials` for whatever is wrong: address, password or standing
 */
export async function signInWithPassword(
  call: Call,
  address: string,
  password: string,
  delivery: Delivery,
  challenge_solution?: string,
  into: Tenant | null = call.tenant,
): Promise<Outcome> {
  const email = parseEmail(address)
  // What is no address is no account; it is refused at once, because that tells nothing about anybody.
  const solved = challenge_solution === undefined ? {} : { challenge_solution }
  const check = email && (await checkPassword(call, email, password, { ...solved, into }))
  if (!check?.ok || !into) throw wrongCredentials()
  return provedByPassword(there(call, into), { user_id: check.user_id, hash: check.hash, password }, delivery)
}

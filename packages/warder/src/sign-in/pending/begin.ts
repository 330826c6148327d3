import type { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import { browserOf } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import { countChallenge } from '../../risk/code-guesses.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import type { Db } from '../../store/open.ts'
import type { Candidate, SecondFactorId } from '../method.ts'
import type { Delivery, Proof } from '../proved.ts'
import { secondFactor } from '../second-factors.ts'
import { findPending, lifetime, over, type Pending } from './pending.ts'

/** What the caller goes on with: the handle of the waiting sign-in, and the second factors to choose from. */
export type Waiting = {
  kind: 'second-factor'
  temp_token: string
  methods: readonly SecondFactorId[]
  /** Of the first of them, where it has something to show. */
  shown: object | undefined
  cookies: string[]
}

/**
 * Lets a sign-in wait, and asks for the first of the second factors, in the transaction that decided so.
 * Returns instead what to answer when this person was asked too often.
 */
export async function beginPending(
  tx: Db,
  call: Call,
  person: Candidate,
  { proof, delivery, methods }: { proof: Proof; delivery: Delivery; methods: readonly SecondFactorId[] },
): Promise<Waiting | { problem: Problem }> {
  const { app, tenant } = call
  const [method] = methods
  if (!method) throw new Error('there is no second factor to ask for')
  const throttled = await mayAsk(tx, call, person.id, method)
  if (throttled) return { problem: throttled }
  const { kept, shown } = await secondFactor(method).ask(tx, call, person)

  const browser = delivery === 'tokens' ? undefined : browserOf(call)
  const now = app.now()
  const pending: Pending = {
    user_id: person.id,
    tenant_id: tenant.id,
    amr: [...proof.amr],
    delivery,
    credential: proof.credential
      ? { method: proof.credential.method, digest: digest(proof.credential.data) }
      : null,
    browser_hash: browser?.hash ?? null,
    method,
    kept,
  }
  const temp_token = await oneTimeTokens.create(tx, 'sign_in_attempt', {
    subject: person.id,
    data: pending,
    expires_at: now + lifetime,
    now,
  })
  return { kind: 'second-factor', temp_token, methods, shown, cookies: browser?.cookies ?? [] }
}

/**
 * Asks once more: a new code, and the one before is worth nothing. What was guessed of it stays counted.
 * @throws Problem token_invalid when the sign-in is over, too_many_requests when this person was asked too often
 */
export async function askAgain(
  call: Call,
  temp_token: string,
  wanted?: SecondFactorId,
): Promise<{ shown: object | undefined }> {
  const { app } = call
  const { row, pending } = await findPending(call, temp_token)
  const done = await app.db.transaction().execute(async (tx) => {
    const person = await users.find(tx, pending.user_id)
    const method = wanted ?? pending.method
    if (!person || !(await secondFactor(method).isOpenTo(tx, person))) return { problem: over() }
    const throttled = await mayAsk(tx, call, person.id, method)
    if (throttled) return { problem: throttled }
    const { kept, shown } = await secondFactor(method).ask(tx, call, person)
    if (!(await oneTimeTokens.setData(tx, row, { ...pending, method, kept }, app.now()))) throw over()
    return { shown }
  })
  if (done.problem) throw done.problem
  return { shown: done.shown }
}

async function mayAsk(
  tx: Db,
  call: Call,
  user_id: string,
  method: SecondFactorId,
): Promise<Problem | undefined> {
  if (!secondFactor(method).sends) return undefined
  const throttled = await countChallenge(tx, call.app, user_id)
  if (throttled) {
    const detail = { reason: 'codes' }
    await record(tx, call, { type: 'sign_in.throttled', outcome: 'refused', subject: user_id, detail })
    return throttled
  }
  await record(tx, call, {
    type: 'sign_in.code_sent',
    outcome: 'succeeded',
    subject: user_id,
    detail: { method },
  })
  return undefined
}

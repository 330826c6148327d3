import { Problem } from '@warder/protocol'
import { browserOf } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { ofSamePeople } from '../../tenants/same-people.ts'
import { there } from '../../tenants/there.ts'
import { minute } from '../../time.ts'
import type { Amr, SecondFactorId } from '../method.ts'
import type { Delivery, Proof } from '../proved.ts'

/** Long enough to find the mail. */
export const lifetime = 10 * minute

/**
 * A sign-in whose first factor is proved and that waits: for a second one, for its person to set one up, which must
 * have one, or for them to agree to something. A new password ends it, and so does whatever else takes back what was proved. It opens nothing else: it is a row that only `pending/` and `enrolling.ts` read, and its handle, the
 * `temp_token`, is no token to anything else (MF-01).
 */
export type Pending = {
  kind: 'second-factor' | 'set-up' | 'consent'
  user_id: string
  tenant_id: string
  amr: Amr[]
  /** What was proved after the first factor, where nothing more has to be. */
  second: Proof['second'] | null
  delivery: Delivery
  /** Where a cookie is wanted, the browser that began, and no other one. */
  browser_hash: string | null
  /** The second factors to choose from, the strongest first. */
  methods: readonly SecondFactorId[]
  /** The one that was asked for last, and what its folder keeps of that. Null where none is there to ask for. */
  method: SecondFactorId | null
  kept: unknown
  /** What is shown to whoever is asked: request options. It is here because a page may be opened again. */
  shown: object | null
  /** The session that goes on with what is proved here. Null where a new one opens. */
  session_id: string | null
  /** The sign-in elsewhere that it belongs to. */
  from: Proof['from'] | null
  /** Its person has lost every second factor they have. */
  recovers?: true
}

export type PendingRow = Pick<
  NonNullable<Awaited<ReturnType<typeof oneTimeTokens.find>>>,
  'token_hash' | 'data' | 'expires_at' | 'consumed_at'
>

/** Reads without spending. @throws Problem `sign_in_over` when it is unknown, over, too old or of another browser */
export async function findPending(
  call: Call,
  temp_token: string,
): Promise<{ row: PendingRow; pending: Pending }> {
  const { app } = call
  const row = await oneTimeTokens.findLive(app.db, 'sign_in_attempt', temp_token, app.now())
  if (!row || row.attempts >= mostGuesses) throw over()
  const pending = pendingOf(row)
  await whereOf(call, pending)
  // Also when the browser got its identity in this very request: a code may come along with the password.
  if (pending.browser_hash !== null && pending.browser_hash !== browserOf(call).hash) throw over()
  return { row, pending }
}

/**
 * The call for the tenant that a sign-in is to: at the root, one of the same people may be named by whoever signs in.
 * @throws Problem `sign_in_over` for one that waits elsewhere
 */
export async function whereOf(call: Call, { tenant_id }: Pick<Pending, 'tenant_id'>): Promise<Call> {
  if (tenant_id === call.tenant.id) return call
  const tenant = call.tenant.prefix === '' ? await ofSamePeople(call, tenant_id) : undefined
  if (!tenant) throw over()
  return there(call, tenant)
}

/** Wrong codes that one sign-in allows: five chances in a million (NIST SP 800-63B-4 §3.2.2 asks for a limit). */
export const mostGuesses = 5

export function pendingOf(row: Pick<PendingRow, 'data'>): Pending {
  return JSON.parse(row.data) as Pending // written by `beginPending` and `askAgain`
}

export function over(): Problem {
  return new Problem('sign_in_over', {
    detail: 'This sign-in took too long, or had too many wrong codes. Sign in again.',
  })
}

import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { browserOf } from '../../http/browser/identity.ts'
import { cookieOf, setCookie } from '../../http/browser/cookies.ts'
import type { ConsentDocument } from '../../config/areas/privacy/documents.ts'
import type { Config } from '../../config/config.ts'
import type { Call } from '../../http/router.ts'
import { missingOf } from '../../privacy/consents/consents.ts'
import { countChallenge } from '../../risk/code-guesses.ts'
import { textsLeave } from '../../sms/quota.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import type { Db } from '../../store/open.ts'
import { isSameThing, type Amr, type Candidate, type SecondFactorId } from '../method.ts'
import type { Delivery, Proof } from '../proved.ts'
import { secondFactor } from '../second-factors.ts'
import { findPending, lifetime, over, type Pending } from './pending.ts'

/** What the caller goes on with: the handle of the waiting sign-in, and what it waits for. */
export type Waiting = {
  temp_token: string
  cookies: string[]
} & (
  | {
      kind: 'second-factor'
      /** The second factors to choose from. */
      methods: readonly SecondFactorId[]
      /** Of the first of them, where it has something to show. */
      shown: object | undefined
    }
  | {
      kind: 'set-up'
      /** What the person may set up. */
      enrol: readonly SecondFactorId[]
    }
  | {
      kind: 'consent'
      /** What they have to agree to. */
      documents: readonly ConsentDocument[]
    }
)

/** What a person can set up in the middle of a sign-in. @param amr what was proved of it */
export function enrollable(config: Pick<Config, 'sms' | 'dev'>, amr: readonly Amr[]): SecondFactorId[] {
  const texts = textsLeave(config) && !isSameThing('sms', amr)
  return ['totp', 'passkey', ...(texts ? (['sms'] as const) : [])]
}

/** What a sign-in that begins to wait is: what was proved of it, and what it is to become. */
export type Begun = {
  kind: Pending['kind']
  proof: Pick<Proof, 'amr' | 'second' | 'from'>
  delivery: Delivery
  /** The second factors to choose from; none where one is to be set up. */
  methods: readonly SecondFactorId[]
  /** The session that is to go on with what is proved, where none is to open. */
  session_id?: string
  /** Its person has lost every second factor they have. */
  recovers?: true
}

/**
 * Lets a sign-in wait, and asks for the first of the second factors, in the transaction that decided so.
 * Returns instead what to answer when this person was asked too often.
 */
export async function beginPending(
  tx: Db,
  call: Call,
  person: Candidate,
  { kind, proof, delivery, methods, session_id, recovers }: Begun,
): Promise<Waiting | { problem: Problem }> {
  const { app, tenant } = call
  const [method = null] = methods
  const asked: AskedOrNot = method === null ? { kept: {} } : await ask(tx, call, person, method)
  if ('problem' in asked) return asked

  const browser = delivery === 'tokens' ? undefined : browserOf(call)
  const now = app.now()
  const pending: Pending = {
    kind,
    user_id: person.id,
    tenant_id: tenant.id,
    amr: [...proof.amr],
    second: proof.second ?? null,
    delivery,
    browser_hash: browser?.hash ?? null,
    methods,
    method,
    kept: asked.kept,
    shown: asked.shown ?? null,
    session_id: session_id ?? null,
    from: proof.from ?? null,
    ...(recovers && { recovers }),
  }
  const temp_token = await oneTimeTokens.create(tx, 'sign_in_attempt', {
    subject: person.id,
    data: pending,
    expires_at: now + lifetime,
    now,
  })
  // Also where a script signed in: the page that it leads to, such as /mfa, finds the sign-in by it.
  const waiting = setCookie(app.config, cookieOf(tenant, 'pending'), temp_token, lifetime)
  const cookies = browser ? [...browser.cookies, waiting] : []
  if (kind === 'consent') return { kind, temp_token, documents: await missingOf(tx, app, person.id), cookies }
  if (kind === 'set-up') return { kind, temp_token, enrol: enrollable(app.config, pending.amr), cookies }
  return { kind, temp_token, methods, shown: asked.shown, cookies }
}

/**
 * Asks once more, or for another of the second factors: a new code, and the one before is worth nothing. What was
 * guessed of it stays counted.
 * @throws Problem `sign_in_over`, too_many_requests when this person was asked too often
 */
export async function askAgain(
  call: Call,
  temp_token: string,
  wanted?: SecondFactorId,
): Promise<{ shown: object | undefined }> {
  const { app } = call
  const { row, pending } = await findPending(call, temp_token)
  const method = wanted ?? pending.method
  if (method === null || !pending.methods.includes(method)) throw notOpen()
  const done = await app.db.transaction().execute(async (tx) => {
    const person = await users.find(tx, pending.user_id)
    if (!person) throw over()
    const asked = await ask(tx, call, person, method)
    if ('problem' in asked) return asked
    const { kept, shown } = asked
    const next: Pending = { ...pending, method, kept, shown: shown ?? null }
    if (!(await oneTimeTokens.setData(tx, row, next, app.now()))) throw over()
    return { shown }
  })
  if ('problem' in done) throw done.problem
  return { shown: done.shown }
}

const notOpen = () =>
  new Problem('invalid_input', {
    detail: 'This sign-in does not ask for that.',
    errors: [{ pointer: '/method', detail: 'is not one of mfa_types' }],
  })

type AskedOrNot = { kept: object; shown?: object | undefined } | { problem: Problem }

/** Asks for one second factor; what is sent is counted and recorded. */
async function ask(tx: Db, call: Call, person: Candidate, method: SecondFactorId): Promise<AskedOrNot> {
  const factor = secondFactor(method)
  if (!factor.sends) return factor.ask(tx, call, person)
  const throttled = await countChallenge(tx, call.app, person.id)
  if (throttled) {
    const detail = { reason: 'codes' }
    await record(tx, call, { type: 'sign_in.throttled', outcome: 'refused', subject: person.id, detail })
    return { problem: throttled }
  }
  await record(tx, call, {
    type: 'sign_in.code_sent',
    outcome: 'succeeded',
    subject: person.id,
    detail: { method },
  })
  return factor.ask(tx, call, person)
}

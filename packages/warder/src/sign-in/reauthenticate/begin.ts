import { Problem } from '@warder/protocol'
import { checkLimit, costly } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import type { SecondFactorId } from '../method.ts'
import { beginPending, enrollable, type Waiting } from '../pending/begin.ts'
import { handleOf } from '../pending/page.ts'
import { findPending, lifetime } from '../pending/pending.ts'
import { waysOf } from './ways.ts'

/**
 * Asks somebody with a session for what cannot be answered without a question: a passkey, or a code that is sent. What
 * waits then is a row like that of a sign-in, and what completes it raises the session.
 *
 * @param wanted what they chose; the strongest where they did not
 * @param acr the levels that will do
 * @throws Problem `invalid_input` for what they do not have, `too_many_requests` where too many codes were sent
 */
export async function beginConfirmation(
  call: Call,
  session: SessionCaller,
  wanted?: SecondFactorId,
  acr?: readonly string[],
): Promise<Waiting> {
  const { ways } = await waysOf(call, session, acr)
  const open = ways.filter((way) => way !== 'password')
  const first = wanted ?? open[0]
  if (first === undefined || !open.includes(first))
    throw new Problem('invalid_input', {
      detail: 'This account cannot confirm by that.',
      errors: [{ pointer: '/method', detail: 'is not set up' }],
    })
  return begin(call, session, 'second-factor', [first, ...open.filter((way) => way !== first)])
}

/**
 * Leads somebody with a session to set up a second factor, and afterwards on to where they wanted. What waits for that in
 * their browser goes on waiting: a page that is opened again must not fill the database.
 *
 * @throws Problem `too_many_requests` where somebody begins anew over and over
 */
export async function setUpHere(call: Call, session: SessionCaller): Promise<Waiting> {
  const temp_token = handleOf(call)
  const found = await findPending(call, temp_token).catch(() => undefined)
  const own = found?.pending.kind === 'set-up' && found.pending.session_id === session.session_id
  if (own && found.row.expires_at - call.app.now() > lifetime / 2) {
    const enrol = enrollable(call.app.config, found.pending.amr)
    return { kind: 'set-up', temp_token, enrol, cookies: [] }
  }
  await checkLimit(call, costly)
  return begin(call, session, 'set-up', [])
}

async function begin(
  call: Call,
  session: SessionCaller,
  kind: Waiting['kind'],
  methods: readonly SecondFactorId[],
): Promise<Waiting> {
  const begun = await call.app.db.transaction().execute(async (tx) => {
    const person = await users.find(tx, session.user_id)
    if (!person) throw new Problem('not_authenticated')
    return beginPending(tx, call, person, {
      kind,
      proof: { amr: [] },
      delivery: session.via === 'cookie' ? 'cookie' : 'tokens',
      methods,
      session_id: session.session_id,
    })
  })
  if ('problem' in begun) throw begun.problem
  return begun
}

import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen } from '../../sessions/recent.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { keepDescribed } from '../documents/keep.ts'
import { allowedBy, keepGrant } from '../pending/answer.ts'
import type { WaitingDevice } from './request.ts'

/** The person allows it: consent, grant and answer, all three or none. @throws Problem `token_invalid` when somebody answered first */
export async function allowDevice(
  call: Call,
  session: SessionCaller,
  { row, request }: WaitingDevice,
): Promise<void> {
  const { app } = call
  const { client_id, scope } = request
  const { user_id, session_id } = session
  const answer = allowedBy(session)
  await app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.setData(tx, row, { ...request, answer }, app.now()))) throw over()
    await requireOpen(tx, session_id)
    await keepDescribed(tx, call, client_id)
    await keepGrant(tx, call, request, answer)
    await record(tx, call, {
      type: 'device.allowed',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
      detail: { scope },
    })
  })
}

/** The person does not. @throws Problem `token_invalid` when somebody answered first */
export async function denyDevice(
  call: Call,
  session: SessionCaller,
  { row, request }: WaitingDevice,
): Promise<void> {
  const { app } = call
  await app.db.transaction().execute(async (tx) => {
    const answer = { kind: 'denied' } as const
    if (!(await oneTimeTokens.setData(tx, row, { ...request, answer }, app.now()))) throw over()
    await record(tx, call, {
      type: 'device.denied',
      outcome: 'refused',
      actor: session.user_id,
      client_id: request.client_id,
      session_id: session.session_id,
    })
  })
}

const over = () =>
  new Problem('token_invalid', {
    detail: 'This code was answered already, or is too old. Begin again on the device.',
  })

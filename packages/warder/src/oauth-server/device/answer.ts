import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as consents from '../../store/oauth/consents.ts'
import { requireOpen } from '../../sessions/recent.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { keepDescribed } from '../documents/keep.ts'
import type { WaitingDevice } from './request.ts'

/** The person allows it: consent, grant and answer, all three or none. @throws Problem `token_invalid` when somebody answered first */
export async function allowDevice(
  call: Call,
  session: SessionCaller,
  { row, request }: WaitingDevice,
): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  const { client_id, scope, resource, authorization_details: details } = request
  const { user_id, session_id, auth_time, amr } = session
  const grant_id = newId('gra')
  await app.db.transaction().execute(async (tx) => {
    const answer = { kind: 'allowed', grant_id, user_id, session_id, auth_time, amr } as const
    if (!(await oneTimeTokens.setData(tx, row, { ...request, answer }, now))) throw over()
    await requireOpen(tx, session_id)
    await keepDescribed(tx, call, client_id)
    await consents.grant(tx, { user_id, client_id, tenant_id: tenant.id }, { scope, resource }, now)
    await grants.insert(tx, {
      id: grant_id,
      tenant_id: tenant.id,
      client_id,
      user_id,
      session_id,
      offline_at: scope.includes('offline_access') ? now : null,
      scope: scope.join(' '),
      resource: resource.join(' '),
      authorization_details: details ? JSON.stringify(details) : null,
      amr: amr.join(' '),
      auth_time,
      created_at: now,
      revoked_at: null,
    })
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

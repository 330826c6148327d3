import { approvalsOf, approve, askAgain, deny, stopAsking, type Approval } from '../../approvals/answer.ts'
import type { Answer } from '../../http/answer.ts'
import { unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { shownDetail } from '../../pages/access/details.ts'
import { approvalsPage, type ApprovalRow } from '../../pages/account/approvals/list.ts'
import { account } from '../../sessions/guard.ts'
import * as mutedClients from '../../store/oauth/notices/muted-clients.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/approvals'

/** What applications ask somebody who is not in front of them, and which of them may not ask any more. */
export const approvalPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => listAnswer(call)),
  // Anything but a clear yes is a no.
  route('POST', `${path}/answer`, unlimited, account, 'page', async (call) => {
    const { session, form } = call.caller
    const question = form.get('question') ?? ''
    if (form.get('decision') !== 'allow') {
      await deny(call, session, question)
      return done(call, path, 'approval-denied')
    }
    await approve(call, session, question)
    return done(call, path, 'approval-given')
  }),
  route('POST', `${path}/mute`, unlimited, account, 'page', async (call) => {
    await stopAsking(call, call.caller.session, call.caller.form.get('client_id') ?? '')
    return done(call, path, 'approval-muted')
  }),
  route('POST', `${path}/unmute`, unlimited, account, 'page', async (call) => {
    await askAgain(call, call.caller.session, call.caller.form.get('client_id') ?? '')
    return done(call, path, 'approval-unmuted')
  }),
]

async function listAnswer(call: AccountCall): Promise<Answer> {
  const { app, tenant, caller } = call
  const waiting = await approvalsOf(call, caller.session)
  const muted = await mutedClients.listOf(app.db, tenant.id, caller.session.user_id)
  return answer(
    call,
    approvalsPage({
      ...frame(call),
      waiting: waiting.map(rowOf),
      muted: muted.map(({ client_id, client_name, muted_at }) => ({
        client_id,
        name: client_name,
        muted_at,
      })),
    }),
  )
}

function rowOf({ row, request, client }: Approval): ApprovalRow {
  return {
    id: row.token_hash,
    client_id: client.client_id,
    name: client.client_name,
    message: request.binding_message,
    scopes: request.scope,
    details: (request.authorization_details ?? []).map(shownDetail),
    resource_hosts: [...new Set(request.resource.map((uri) => URL.parse(uri)?.host || uri))],
    address: request.address,
    asked_at: row.created_at,
    expires_at: row.expires_at,
  }
}

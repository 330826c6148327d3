import type { App } from '../app.ts'
import { operator, record } from '../audit/audit.ts'
import { requestIn } from '../oauth-server/backchannel/pending.ts'
import { deliver, noticesIn, post, type News } from '../oauth-server/notices/deliver.ts'
import * as notices from '../store/oauth/notices/notices.ts'
import * as approvalNotices from '../store/oauth/notices/approval-notices.ts'
import type { DueNotice } from '../store/oauth/notices/approval-notices.ts'
import { pingContext } from './ask.ts'

/**
 * Tells clients that there is an answer to their question; which one, they ask themselves (CIBA §10.2). A client that does not
 * hear it may still ask by itself (CIBA §7.1). Says how many were told.
 */
export const sendPings = (app: App, stop: () => boolean = () => false): Promise<number> =>
  deliver(app, answers(app), stop)

const answers = (app: App): News<DueNotice> => ({
  ...noticesIn(app.db, 'approval_notice'),
  due: (limit) => approvalNotices.due(app.db, app.now(), limit),
  attempt: (notice) => attempt(app, notice),
  until: ({ expires_at }) => expires_at,
  // CIBA §10.2: such errors are for people to look at. RFC 9110 §15.5.9, RFC 8470 §5.2 and RFC 6585 §4 have those that pass.
  isFinal: (reason) => /^it answered (?!408|425|429)[34]/.test(reason),
  giveUp: async (tx, { id, user_id, client_id, data }, reason) => {
    await notices.remove(tx, 'approval_notice', id)
    const by = { app, tenant: { id: requestIn({ data }).tenant_id }, trace: operator }
    const whose = { ...(user_id !== null && { subject: user_id }), client_id }
    await record(tx, by, { type: 'approval.undelivered', outcome: 'failed', ...whose, detail: { reason } })
  },
  what: 'that somebody answered it',
})

async function attempt(app: App, { id, data, consumed_at }: DueNotice): Promise<string | undefined> {
  const { ping } = requestIn({ data })
  // It asked by itself meanwhile.
  if (!ping || consumed_at !== null) return undefined
  const opened = app.secrets.open(pingContext(id), ping.sealed)
  if (!opened) return 'the key that sealed its token is gone'
  // Sealed by `ask.ts`.
  const { token, auth_req_id } = JSON.parse(opened.toString()) as { token: string; auth_req_id: string }
  return post(app, ping.endpoint, {
    by: 'client',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ auth_req_id }),
  })
}

import { logoutTokenClaims, logoutTokenType, signJwt, type SigningAlgorithm } from '@warder/protocol'
import type { App } from '../../app.ts'
import { operator, record } from '../../audit/audit.ts'
import * as notices from '../../store/oauth/notices/notices.ts'
import * as logoutNotices from '../../store/oauth/notices/logout-notices.ts'
import type { DueNotice } from '../../store/oauth/notices/logout-notices.ts'
import { sessionNameFor, subjectFor } from '../claims/subject.ts'
import { deliver, noticesIn, post, type News } from '../notices/deliver.ts'

/**
 * Tells applications that a session has ended: OpenID Connect Back-Channel Logout 1.0 §2.5. It is over here in any case. Says
 * how many were told.
 */
export const sendLogoutNotices = (app: App, stop: () => boolean = () => false): Promise<number> =>
  deliver(app, endOfSessions(app), stop)

const endOfSessions = (app: App): News<DueNotice> => ({
  ...noticesIn(app.db, 'logout_notice'),
  due: (limit) => logoutNotices.due(app.db, app.now(), limit),
  attempt: (notice) => attempt(app, notice),
  giveUp: async (tx, { id, tenant_id, user_id, client_id, session_id }, reason) => {
    await notices.remove(tx, 'logout_notice', id)
    const by = { app, tenant: { id: tenant_id }, trace: operator }
    const whose = { subject: user_id, client_id, session_id }
    await record(tx, by, { type: 'logout.undelivered', outcome: 'failed', ...whose, detail: { reason } })
  },
  what: 'that a session ended',
})

async function attempt(app: App, notice: DueNotice): Promise<string | undefined> {
  const { backchannel_logout_uri: url, id_token_signed_response_alg, client_id, tenant_id } = notice
  if (url === null) return undefined // it wants to hear nothing any more
  const key = await app.keys.signer(tenant_id, id_token_signed_response_alg as SigningAlgorithm) // as registered
  const client = { sector: notice.sector ?? undefined }
  const claims = logoutTokenClaims(
    {
      issuer: notice.issuer ?? app.config.issuer,
      client_id,
      subject: await subjectFor(app, tenant_id, client, notice.user_id),
      session_id: await sessionNameFor(app, tenant_id, client, notice.session_id),
      jti: notice.id,
    },
    app.now(),
  )
  return post(app, url, {
    // What an application named by itself leads nowhere but to the open internet.
    by: notice.registered_at === null ? 'operator' : 'client',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: signJwt(key, logoutTokenType, claims) }).toString(),
  })
}

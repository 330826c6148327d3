import { Problem } from '@warder/protocol'
import { permissionsOf } from '../../access/roles.ts'
import { record } from '../../audit/audit.ts'
import { digest, newToken } from '../../crypto/tokens.ts'
import { setCookie } from '../../http/browser/cookies.ts'
import type { Call } from '../../http/router.ts'
import { queueMail } from '../../mail/outbox.ts'
import { passwordChanged } from '../../mail/templates.ts'
import { issueForSession, type IssuedTokens } from '../../oauth-server/issue.ts'
import { revokeAllOfUser } from '../../oauth-server/revoke.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as sessions from '../../store/people/sessions.ts'
import { parseEmail } from '../email.ts'
import { requireGoodPassword } from './policy.ts'

/** What the session in use goes on with. */
export type Renewed = { cookies: string[]; tokens?: IssuedTokens }

/**
 * Changes the password of a person who knows the old one. Every other session and every token ends, those of
 * applications too; the session in use goes on with a new secret or with new tokens (ASVS 7.2.4, 7.4.3).
 * @throws Problem `invalid_credentials`, `password_refused` or `too_many_requests`
 */
export async function changePassword(
  call: Call,
  who: SessionCaller,
  current: string,
  password: string,
): Promise<Renewed> {
  const { app, tenant } = call
  const email_key = parseEmail(who.email)?.key ?? who.email
  const stored = await credentials.findByUser(app.db, who.user_id, 'password')
  if (!(await app.guess(who.directory_id, email_key, () => app.passwords.verify(current, stored?.data)))) {
    await record(app.db, call, {
      type: 'password.changed',
      outcome: 'refused',
      actor: who.user_id,
      session_id: who.session_id,
    })
    const detail = 'This is not your current password.'
    throw new Problem('invalid_credentials', { detail, errors: [{ pointer: '/current_password', detail }] })
  }
  requireGoodPassword(app.config, password, who)
  const hash = await app.passwords.hash(password)

  const now = app.now()
  const token = newToken('wds')
  const tokens = await app.db.transaction().execute(async (tx) => {
    await credentials.replace(tx, who.user_id, 'password', hash, now)
    await sessions.revokeAllOf(tx, who.user_id, { except: who.session_id, now })
    await revokeAllOfUser(tx, who.user_id, now)
    // A reset link that was asked for before is as good as the old password.
    await oneTimeTokens.endAll(tx, 'password_reset', who.user_id, now)
    if (who.via === 'cookie') await sessions.replaceToken(tx, who.session_id, digest(token))
    await queueMail(
      tx,
      app,
      passwordChanged(who.email, app.config.brand.name, who.full_name, `${tenant.issuer}/forgot-password`),
    )
    await record(tx, call, {
      type: 'password.changed',
      outcome: 'succeeded',
      actor: who.user_id,
      session_id: who.session_id,
    })
    return who.via === 'bearer' ? newTokens(tx, call, who) : undefined
  })
  if (tokens) return { cookies: [], tokens }
  return { cookies: [setCookie(app.config, 'session', token, app.config.session.absolute)] }
}

function newTokens(tx: Db, { app, tenant }: Call, who: SessionCaller): Promise<IssuedTokens> {
  const user = { id: who.user_id, roles: who.roles, permissions: permissionsOf(who.roles) }
  const session = { id: who.session_id, amr: who.amr.join(' '), auth_time: who.auth_time }
  return issueForSession(app, tx, { tenant, user, session })
}

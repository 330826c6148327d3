import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest, newToken } from '../../crypto/tokens.ts'
import { setCookie } from '../../http/browser/cookies.ts'
import type { Call } from '../../http/router.ts'
import { queueMail } from '../../mail/outbox.ts'
import { passwordChanged } from '../../mail/templates.ts'
import { revokeAllOfUser } from '../../oauth-server/revoke.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as sessions from '../../store/people/sessions.ts'
import { parseEmail } from '../email.ts'
import { requireGoodPassword } from './policy.ts'

/**
 * Changes the password of a person who knows the old one. Every other session and everything issued to
 * applications ends; the session in use gets a new secret (ASVS 7.2.4, 7.4.3). Returns the cookies to set.
 * @throws Problem `invalid_credentials`, `password_refused` or `too_many_requests`
 */
export async function changePassword(
  call: Call,
  who: SessionCaller,
  current: string,
  password: string,
): Promise<string[]> {
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
  requireGoodPassword(password, app.config.password, {
    email: who.email,
    full_name: who.full_name,
    brand: app.config.brand.name,
  })
  const hash = await app.passwords.hash(password)

  const now = app.now()
  const token = newToken('wds')
  await app.db.transaction().execute(async (tx) => {
    await credentials.replace(tx, who.user_id, 'password', hash, now)
    await sessions.revokeAllOf(tx, who.user_id, { except: who.session_id, now })
    await revokeAllOfUser(tx, who.user_id, now, { exceptSession: who.session_id })
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
  })
  return who.via === 'cookie' ? [setCookie(app.config, 'session', token, app.config.session.absolute)] : []
}

import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import { passwordChanged, resetPassword as resetMail } from '../../mail/templates.ts'
import { revokeAllOfUser } from '../../oauth-server/revoke.ts'
import { forgetGuesses } from '../../risk/guesses.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as sessions from '../../store/people/sessions.ts'
import * as users from '../../store/people/users.ts'
import { hour } from '../../time.ts'
import { insertPassword } from '../create.ts'
import type { Email } from '../email.ts'
import { requireGoodPassword } from './policy.ts'

const lifetime = hour

/**
 * Mails a link that sets a new password; older links end. An unknown address costs the same and gets nothing, nor does
 * one that got enough: there the last link that was mailed stays good, or a stranger could keep its owner out.
 */
export async function forgotPassword(call: Call, email: Email): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const found = await users.findByEmail(tx, tenant.directory_id, email.key)
    const wanted = await mayMail(tx, app, tenant.directory_id, email.key)
    const user = wanted && found?.disabled_at === null ? found : undefined
    const token = await oneTimeTokens.create(tx, 'password_reset', {
      subject: user?.id ?? `nobody:${email.key}`,
      data: { user_id: user?.id ?? '' },
      expires_at: user ? now + lifetime : now,
      now,
      replace: true,
    })
    const link = `${tenant.issuer}/reset-password?token=${token}`
    const mail = resetMail(user?.email ?? email.address, app.config.brand.name, user?.full_name ?? '', link)
    await queueMail(tx, app, mail, user ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'password.reset_requested',
      outcome: user ? 'succeeded' : 'refused',
      ...(found && { subject: found.id }),
    })
  })
}

export async function findReset(call: Call, token: string): Promise<{ user_id: string } | undefined> {
  const row = await oneTimeTokens.find(call.app.db, 'password_reset', token)
  if (!row || row.consumed_at !== null || row.expires_at <= call.app.now()) return undefined
  return JSON.parse(row.data) as { user_id: string }
}

/**
 * Sets a new password by link. Every session, refresh token and access token of the person ends, and nobody
 * is signed in by it. @throws Problem `token_invalid` or `password_refused`
 */
export async function resetPassword(call: Call, token: string, password: string): Promise<void> {
  const { app, tenant } = call
  const reset = await findReset(call, token)
  const user = reset && (await users.find(app.db, reset.user_id))
  if (!user || user.disabled_at !== null) throw invalid()
  requireGoodPassword(app.config, password, user)
  const hash = await app.passwords.hash(password)

  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.consume(tx, 'password_reset', token, now))) throw invalid()
    if (!(await credentials.replace(tx, user.id, 'password', hash, now))) {
      await insertPassword(tx, user.id, user.directory_id, hash, now)
    }
    await sessions.revokeAllOf(tx, user.id, { now })
    await revokeAllOfUser(tx, user.id, now)
    await forgetGuesses(tx, user.directory_id, user.email_key)
    await queueMail(
      tx,
      app,
      passwordChanged(user.email, app.config.brand.name, user.full_name, `${tenant.issuer}/forgot-password`),
    )
    await record(tx, call, { type: 'password.reset', outcome: 'succeeded', actor: user.id })
  })
}

function invalid(): Problem {
  return new Problem('token_invalid', {
    detail: 'This link was used already or has expired. Ask for a new one.',
  })
}

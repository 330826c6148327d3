import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf, strangerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as emails from '../../store/people/emails.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import { hour } from '../../time.ts'
import { deadLink } from '../dead-link.ts'
import type { Email } from '../email.ts'
import { requireGoodPassword } from './policy.ts'
import { replacePassword } from './replace.ts'
import { resetLink, type Aim, type PasswordReset } from './reset-link.ts'

const lifetime = hour
const another = 'Ask for a new one.'

/**
 * Mails a link that sets a new password; older links end. Whoever has none is told so: they may prefer to sign in as they
 * do. An unknown address costs the same and gets nothing, nor does one that got enough: there the last link that was mailed
 * stays good, or a stranger could keep its owner out.
 */
export async function forgotPassword(call: Call, email: Email, aim?: Aim): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const found = await users.findByEmail(tx, tenant.directory_id, email.key)
    const wanted = await mayMail(tx, app, 'recover', tenant.directory_id, email.key)
    const user = wanted && found?.disabled_at === null && users.letsIn(found) ? found : undefined
    const token = await oneTimeTokens.create(tx, 'password_reset', {
      subject: user?.id ?? `nobody:${email.key}`,
      data: { user_id: user?.id ?? '', address_id: user?.address_id ?? '', aim },
      expires_at: user ? now + lifetime : now,
      now,
      replace: true,
    })
    const link = resetLink(tenant, token)
    const reader = user ? personOf(app, user, user.address) : strangerAt(call, email.address)
    const has = await credentials.findByUser(tx, user?.id ?? '', 'password')
    // Both are written and one is sent: the time that it takes would tell them apart.
    const written = {
      reset: compose(call, 'resetPassword', reader, { link }),
      set: compose(call, 'setPassword', reader, { link }),
    }
    await queueMail(tx, app, has ? written.reset : written.set, user ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'password.reset_requested',
      outcome: user ? 'succeeded' : 'refused',
      ...(found && { subject: found.id }),
    })
  })
}

/** Whose password a link sets. One that was mailed carries the address, and is dead once that is no longer theirs. */
export async function findReset(
  call: Call,
  token: string,
): Promise<{ user_id: string; address_id: string | null; aim: Aim | undefined } | undefined> {
  const { app } = call
  const row = await oneTimeTokens.findLive(app.db, 'password_reset', token, app.now())
  if (!row) return undefined
  const { user_id, address_id, aim } = JSON.parse(row.data) as PasswordReset
  if (address_id !== undefined && !(await emails.find(app.db, user_id, address_id))) return undefined
  return { aim, user_id, address_id: address_id ?? null }
}

/**
 * Sets a new password by link. Every session, refresh token and access token of the person ends, and nobody
 * is signed in by it. Whoever had none has one then.
 * @returns also where they were on the way to
 * @throws Problem `token_invalid` or `password_refused`
 */
export async function resetPassword(
  call: Call,
  token: string,
  password: string,
): Promise<{ outcome: 'changed' | 'added'; aim: Aim | undefined }> {
  const { app } = call
  const reset = await findReset(call, token)
  const user = reset && (await users.findIn(app.db, call.tenant, reset.user_id))
  if (!user || user.disabled_at !== null) throw deadLink(another)
  await requireGoodPassword(call, password, { ...user, user_id: user.id })
  if (user.password_change_required_at !== null) await requireAnother(call, user.id, password)
  const hash = await app.passwords.hash(password)

  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.consume(tx, 'password_reset', token, now))) throw deadLink(another)
    // Whoever came by the link reads the address that it was mailed to.
    if (reset.address_id !== null) await emails.prove(tx, user.id, reset.address_id, now)
    const had = await replacePassword(tx, call, user, hash, reset.address_id)
    const type = had ? 'password.reset' : 'password.added'
    await record(tx, call, { type, outcome: 'succeeded', actor: user.id })
    return { outcome: had ? 'changed' : 'added', aim: reset.aim }
  })
}

/** Whoever must change a password must not keep it. @throws Problem `password_refused` */
async function requireAnother({ app }: Call, user_id: string, password: string): Promise<void> {
  const old = await credentials.findByUser(app.db, user_id, 'password')
  if (!old || !(await app.passwords.verify(password, old.data))) return
  const detail = 'This is the password that has to change. Choose another one.'
  throw new Problem('password_refused', { detail, errors: [{ pointer: '/password', detail }] })
}

import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf, strangerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as counters from '../../store/operations/counters.ts'
import * as users from '../../store/people/users.ts'
import { day } from '../../time.ts'
import type { Email } from '../../users/email.ts'

/**
 * Notes that guesses at an account have to wait. Its owner learns of it once a day at most; for an address that leads
 * to nobody as much is done, and nothing sent. What waits at a known device is the person's own doing and no news.
 */
export async function noteThrottled(
  call: Call,
  email: Email,
  user_id: string | undefined,
  by: 'stranger' | 'device',
): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await record(tx, call, {
      type: 'sign_in.throttled',
      outcome: 'refused',
      ...(user_id !== undefined && { subject: user_id }),
      detail: { by },
    })
    if (by === 'device') return
    // By the address: what two addresses of one person have in common must not show, in time either.
    const key = `guessed:${digest(`${tenant.directory_id} ${email.key}`)}`
    const first = await counters.tryIncrement(tx, key, 1, now + day, now)
    if (!first.ok) return
    const user = await users.find(tx, user_id ?? '')
    const reader = user ? personOf(app, user) : strangerAt(call, email.address)
    const mail = compose(call, 'passwordGuessed', reader, {
      link: `${tenant.issuer}/forgot-password`,
      at: now,
    })
    await queueMail(tx, app, mail, user ? 'real' : 'decoy')
  })
}

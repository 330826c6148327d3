import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { sentInOf } from '../../http/words/language.ts'
import { keepAim } from '../../pages/form.ts'
import { compose, personOf, strangerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import { seenOf } from '../../sessions/seen.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as devices from '../../store/people/devices.ts'
import * as users from '../../store/people/users.ts'
import type { Email } from '../../users/email.ts'
import { whereFrom } from '../../users/register/sign-up.ts'
import { keepNumber, lifetime, numberFor, type LinkData } from './link.ts'

export type Wish = {
  email: Email
  /** Of a browser; undefined for a program, which shows nobody a number. */
  browser_hash: string | undefined
  interaction?: string | undefined
  redirect?: string | undefined
}

/**
 * Mails a link that signs in; the one before it that this browser asked for ends (ML-03). An address without an account costs the
 * same and gets a mail that says so, as at registration. What got enough mail gets no more, and keeps the last link that it got
 * (ML-07); a browser that its person signed in with before gets its own, whatever strangers ask for.
 *
 * @returns the number that the browser shows, for whoever opens the link in another one
 */
export async function askForLink(call: Call, wish: Wish): Promise<{ number: string | undefined }> {
  const { app, tenant } = call
  const { email, browser_hash, interaction, redirect } = wish
  const now = app.now()
  const number = browser_hash === undefined ? undefined : numberFor(call, browser_hash, email.key)
  await app.db.transaction().execute(async (tx) => {
    const found = await users.findByEmail(tx, tenant.directory_id, email.key)
    const own = browser_hash !== undefined && (await devices.isKnown(tx, found?.id ?? '', browser_hash, now))
    const wanted = await mayMail(tx, app, 'link', tenant.directory_id, email.key, own)
    const user = wanted && found?.disabled_at === null && users.letsIn(found) ? found : undefined
    const data: LinkData = {
      user_id: user?.id ?? '',
      address_id: user?.address_id ?? '',
      browser_hash: browser_hash ?? null,
      number: number === undefined ? null : keepNumber(call, number),
      interaction: interaction ?? null,
      redirect: redirect ?? null,
    }
    const token = await oneTimeTokens.create(tx, 'magic_link', {
      subject: user?.id ?? `nobody:${email.key}`,
      data,
      expires_at: user ? now + lifetime : now,
      now,
      replace: true,
      // Of this browser alone: a stranger who asks must not end the link that its reader waits for.
      among: JSON.stringify({ browser_hash: data.browser_hash }).slice(1, -1),
    })
    const link = keepAim(`${tenant.issuer}/magic?token=${token}`, { ui_locales: sentInOf(call) })
    const reader = user ? personOf(app, user, user.address) : strangerAt(call, email.address)
    // Both are written and one is sent: the time that it takes would tell them apart.
    const written = {
      link: compose(call, 'signInLink', reader, { link, ...seenOf(call) }),
      none: compose(call, 'noAccount', reader, whereFrom(app, tenant)),
    }
    const mail = user ? written.link : written.none
    // Whom no mail lets in has an account all the same, and is told nothing.
    await queueMail(tx, app, mail, wanted && (user || !found) ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'sign_in.link_sent',
      outcome: user ? 'succeeded' : 'refused',
      ...(found && { subject: found.id }),
    })
  })
  return { number }
}

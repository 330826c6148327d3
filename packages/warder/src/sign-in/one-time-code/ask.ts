import { record } from '../../audit/audit.ts'
import { newCode } from '../../crypto/tokens.ts'
import { keepCode } from '../../crypto/typed-code.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf, strangerAt } from '../../mail/messages.ts'
import { queueMail, type Message } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import { seenOf } from '../../sessions/seen.ts'
import { codeText } from '../../sms/code-text.ts'
import { mayText } from '../../sms/quota.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as counters from '../../store/operations/counters.ts'
import type { Db } from '../../store/open.ts'
import * as devices from '../../store/people/devices.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import { minute } from '../../time.ts'
import { whereFrom } from '../../users/register/sign-up.ts'
import { keyOf, lifetime, placeOf, purpose, type Challenge, type To } from './challenge.ts'

/** Whoever an address leads to and may sign in by it. */
type Found = { user: users.User; place_id: string; address?: string }

/**
 * Sends a code that signs in. An address that is nobody's costs the same and has a challenge like every other, to which no
 * code is right; by mail its owner is told that there is no account. What got enough gets no more (ML-07), and the challenge
 * is then for the code that this browser had sent there before.
 *
 * @returns the `challenge_id`
 */
export async function askForCode(call: Call, to: To, browser_hash: string | null): Promise<string> {
  const { app } = call
  const now = app.now()
  const place = placeOf(call, to)
  return app.db.transaction().execute(async (tx) => {
    const owner = await ownerOf(tx, call, to)
    const own = browser_hash !== null && (await devices.isKnown(tx, owner?.user.id ?? '', browser_hash, now))
    const wanted = await maySend(tx, call, to, { place, own })
    const found = owner && maySignIn(owner) ? owner : undefined
    const subject = found?.user.id ?? `nobody:${keyOf(to)}`
    const before = (await oneTimeTokens.liveOf(tx, 'one_time_code', subject, now))
      .map(({ data, expires_at }) => ({ challenge: JSON.parse(data) as Challenge, expires_at }))
      .find(({ challenge }) => challenge.place === place && challenge.browser_hash === browser_hash)
    const code = newCode()
    const made = keepCode(app, purpose, code)
    const data: Challenge = {
      channel: to.channel,
      user_id: found?.user.id ?? '',
      place_id: found?.place_id ?? '',
      place,
      browser_hash,
      code: wanted ? made : (before?.challenge.code ?? made),
    }
    const challenge_id = await oneTimeTokens.create(tx, 'one_time_code', {
      subject,
      data,
      expires_at: wanted ? now + lifetime : (before?.expires_at ?? now + lifetime),
      now,
    })
    const told = to.channel === 'email' && !owner
    await queueMail(tx, app, messageTo(call, to, found, code), wanted && (found || told) ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'sign_in.code_sent',
      outcome: wanted && found ? 'succeeded' : 'refused',
      detail: { method: `otp_${to.channel}` },
      ...(owner && { subject: owner.user.id }),
    })
    return challenge_id
  })
}

async function ownerOf(tx: Db, { tenant }: Call, to: To): Promise<(Found & { open: boolean }) | undefined> {
  if (to.channel === 'email') {
    const user = await users.findByEmail(tx, tenant.directory_id, to.email.key)
    return user && { user, place_id: user.address_id, address: user.address, open: users.letsIn(user) }
  }
  const user = await phones.findOwner(tx, tenant.directory_id, to.number.e164)
  return user && { user, place_id: user.phone.id, open: user.phone.sign_in }
}

function maySignIn({ user, open }: Found & { open: boolean }): boolean {
  return open && user.disabled_at === null
}

/**
 * One a minute, and as many as the channel allows; counted alike for whomever the address leads to, and apart for a browser that
 * they signed in with before: nobody elsewhere keeps the code from them.
 */
async function maySend(
  tx: Db,
  call: Call,
  to: To,
  { place, own }: { place: string; own: boolean },
): Promise<boolean> {
  const { app, tenant, trace } = call
  const now = app.now()
  const minutely = await counters.tryIncrement(
    tx,
    `otp-wait:${place}${own ? ':own' : ''}`,
    1,
    now + minute,
    now,
  )
  if (!minutely.ok) return false
  if (to.channel === 'email') return mayMail(tx, app, 'code', tenant.directory_id, to.email.key, own)
  const by = own ? 'own' : undefined
  return mayText(tx, app, { tenant_id: tenant.id, address: trace.address, number: to.number, by })
}

function messageTo(call: Call, to: To, found: Found | undefined, code: string): Message {
  const { app, tenant } = call
  if (to.channel === 'sms') {
    const { locale } = found ? personOf(app, found.user) : strangerAt(call, '')
    return codeText(app, tenant, { to: to.number.e164, locale, purpose: 'sign-in', code })
  }
  const reader = found ? personOf(app, found.user, found.address) : strangerAt(call, to.email.address)
  // Both are written and one is sent: the time that it takes would tell them apart.
  const written = {
    code: compose(call, 'oneTimeCode', reader, { code, ...seenOf(call) }),
    none: compose(call, 'noAccount', reader, whereFrom(app, tenant)),
  }
  return found ? written.code : written.none
}

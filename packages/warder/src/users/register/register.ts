import type { Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { sentInOf } from '../../http/words/language.ts'
import { keepAim } from '../../pages/form.ts'
import { compose, personOf, strangerAt } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import type { Agreed } from '../../privacy/consents/consents.ts'
import { agreedIn, type GivenConsents } from '../../privacy/consents/inputs.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { day, isoTime } from '../../time.ts'
import type { Email } from '../email.ts'
import { requireGoodPassword } from '../password/policy.ts'
import { requireSignUp } from './sign-up.ts'

export type Registration = { email: Email; full_name: string; password: string }

type WithConsents = Registration & { consents?: GivenConsents }

/** What waits until the address is proved. No account exists before that. */
export type PendingRegistration = {
  user_id: string
  email: string
  full_name: string
  password_hash: string
  /** The browser that registered; null when a program did. */
  browser_hash: string | null
  /** The application that the person was on the way to. */
  interaction: string | null
  /** The page that they were on the way to; absent in what was written before there was one. */
  return_to?: string | undefined
  /** What they agreed to, and when. */
  consents: Agreed[]
  agreed_at: Seconds
}

const lifetime = day

/**
 * Begins a registration. An address that has an account gets the same answer, at the same cost, with an
 * identifier that leads nowhere; its owner gets a mail.
 * @throws Problem `forbidden` where nobody registers, `password_refused` or `invalid_input`
 */
export async function register(
  call: Call,
  input: WithConsents,
  browser_hash: string | null,
  { interaction, return_to }: { interaction?: string | undefined; return_to?: string | undefined } = {},
) {
  const { app, tenant } = call
  requireSignUp(app, 'themselves')
  const consents = agreedIn(app, input.consents)
  await requireGoodPassword(call, input.password, { email: input.email.address, full_name: input.full_name })
  const password_hash = await app.passwords.hash(input.password)
  const now = app.now()
  const pending: PendingRegistration = {
    user_id: newId('usr'),
    email: input.email.address,
    full_name: input.full_name,
    password_hash,
    browser_hash,
    interaction: interaction ?? null,
    return_to,
    consents,
    agreed_at: now,
  }
  await app.db.transaction().execute(async (tx) => {
    const owner = await users.findByEmail(tx, tenant.directory_id, input.email.key)
    // For an address that is taken the row is born expired: the work is the same and the link is never sent.
    const token = await oneTimeTokens.create(tx, 'registration', {
      subject: subjectOf(tenant, input.email),
      data: pending,
      expires_at: owner ? now : now + lifetime,
      now,
    })
    const mail = owner
      ? compose(call, 'alreadyRegistered', personOf(app, owner, owner.address), {
          link: `${tenant.issuer}/login`,
        })
      : compose(call, 'confirmAddress', strangerAt(call, input.email.address), {
          link: verifyLink(call, token),
        })
    const wanted = await mayMail(tx, app, 'register', tenant.directory_id, input.email.key)
    await queueMail(tx, app, mail, wanted ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'user.registration_requested',
      outcome: 'succeeded',
      ...(owner && { subject: owner.id }),
    })
  })
  return {
    id: pending.user_id,
    email: pending.email,
    full_name: pending.full_name,
    email_verified: false,
    created_at: isoTime(now),
  }
}

/**
 * Sends the link again when a registration of this address waits, and does as much work when none does. Of several
 * it is the one this browser made, or else the newest. No link ends by it: another person's must not.
 */
export async function resendVerification(
  call: Call,
  email: Email,
  browser_hash: string | null,
): Promise<void> {
  const { app, tenant } = call
  requireSignUp(app, 'themselves')
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const waiting = await waitingFor(tx, tenant, email, now)
    const own = waiting.find((pending) => pending.browser_hash === browser_hash) ?? waiting[0]
    const token = await oneTimeTokens.create(tx, 'registration', {
      subject: subjectOf(tenant, email),
      data: own ?? decoyRegistration(email),
      expires_at: own ? now + lifetime : now,
      now,
    })
    const mail = compose(call, 'confirmAddress', strangerAt(call, email.address), {
      link: verifyLink(call, token),
    })
    const wanted = await mayMail(tx, app, 'register', tenant.directory_id, email.key)
    await queueMail(tx, app, mail, own && wanted ? 'real' : 'decoy')
  })
}

/** Every registration of an address that can still be confirmed, newest first. */
export async function waitingFor(
  db: Db,
  tenant: Tenant,
  email: Email,
  now: Seconds,
): Promise<PendingRegistration[]> {
  const rows = await oneTimeTokens.liveOf(db, 'registration', subjectOf(tenant, email), now)
  return rows.map((row) => JSON.parse(row.data) as PendingRegistration)
}

/** For whom a registration waits: an address, in a directory. */
export function subjectOf(tenant: Tenant, email: Email): string {
  return `${tenant.directory_id}:${email.key}`
}

function decoyRegistration(email: Email): PendingRegistration {
  return {
    user_id: '',
    email: email.address,
    full_name: '',
    password_hash: '',
    browser_hash: null,
    interaction: null,
    consents: [],
    agreed_at: 0,
  }
}

function verifyLink(call: Call, token: string): string {
  return keepAim(`${call.tenant.issuer}/verify-email?token=${token}`, { ui_locales: sentInOf(call) })
}

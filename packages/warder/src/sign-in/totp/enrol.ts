import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { said } from '../../http/words/said.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import { minute } from '../../time.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { holdEnrolling, noteProved, type Enrolling } from '../enrolling.ts'
import { factorAdded } from '../own-factors.ts'
import { freeName, keep, mostAuthenticators, openSecret, sealSecret } from './authenticators.ts'
import { newSecret, otpauthUri, stepOf } from './codes.ts'

/** Long enough to find the phone and an app for it. */
const lifetime = 15 * minute
const mostGuesses = 5
/** Windows in which a person begins at the same time; of more the oldest are over. */
const mostBegun = 10

/** Whose factor it becomes. */
export type Person = {
  id: string
  directory_id: string
  email: string
  full_name: string
  locale: string | null
}

/**
 * An authenticator that waits for its first code. It is a one-time row and no credential, so that nothing asks for it or
 * counts it before (MF-10). Each window has its own; the id is that of the authenticator it becomes.
 */
type Enrolment = { id: string; name: string | null; sealed: string }

export type Begun = { id: string; secret: string; otpauth_uri: string }

/**
 * Makes a secret for an app, which is shown now and never again (MF-15). Nothing is added before `confirm`.
 * @throws Problem `conflict` for somebody who has as many as one may have
 */
export async function begin(call: Call, person: Person, name: string | null): Promise<Begun> {
  const { app } = call
  const now = app.now()
  const id = newId('tot')
  const secret = await newSecret()
  const enrolment: Enrolment = { id, name, sealed: sealSecret(app, id, secret) }
  await app.db.transaction().execute(async (tx) => {
    // One at a time, so that of any number at once none is more than the limit.
    await users.hold(tx, person.id)
    await requireRoom(tx, person.id)
    const begun = await oneTimeTokens.liveOf(tx, 'totp_enrolment', person.id, now)
    for (const { token_hash } of begun.slice(mostBegun - 1))
      await oneTimeTokens.end(tx, 'totp_enrolment', { subject: person.id, token_hash }, now)
    const row = { subject: person.id, data: enrolment, expires_at: now + lifetime, now }
    await oneTimeTokens.create(tx, 'totp_enrolment', row)
  })
  return { id, secret, otpauth_uri: await uriOf(call, person, secret) }
}

async function uriOf({ app }: Pick<Call, 'app'>, person: Person, secret: string): Promise<string> {
  return otpauthUri(secret, app.config.brand.name, person.email)
}

/** What was begun and waits, once more, for a page whose code was wrong. Undefined when it is over. */
export async function begunOf(call: Call, person: Person, id: string): Promise<Begun | undefined> {
  const found = await find(call, person.id, id)
  if (!found || found.attempts >= mostGuesses) return undefined
  const secret = openSecret(call.app, found.enrolment.id, found.enrolment.sealed)
  return { id, secret, otpauth_uri: await uriOf(call, person, secret) }
}

export type Added = { id: string; name: string; backup_codes: string[] }

/**
 * Adds the authenticator that was begun, by its first code, which counts as used.
 *
 * @param enrolling the session or sign-in that it is added in, which must still be open when it is
 * @param id which of several that were begun; the newest where it is not said
 * @throws Problem `token_invalid` when there is none to confirm, `invalid_input` for a wrong code, `conflict`
 */
export async function confirm(
  call: Call,
  person: Person,
  { code, id, name }: { code: string; id?: string | undefined; name?: string | undefined },
  enrolling: Pick<Enrolling, 'session' | 'pending'>,
): Promise<Added> {
  const { app } = call
  const now = app.now()
  const found = await find(call, person.id, id)
  if (!found) throw over()
  const { token_hash, enrolment } = found
  const counted = await oneTimeTokens.countAttempt(app.db, 'totp_enrolment', token_hash, mostGuesses, now)
  if (!counted) throw over()
  const secret = openSecret(app, enrolment.id, enrolment.sealed)
  const last_step = await stepOf(secret, code.replace(/[\s-]/g, ''), now, 0)
  if (last_step === undefined) throw wrongCode(mostGuesses - counted.attempts)

  return app.db.transaction().execute(async (tx) => {
    await users.hold(tx, person.id)
    await holdEnrolling(tx, call, enrolling)
    if (!(await oneTimeTokens.end(tx, 'totp_enrolment', { subject: person.id, token_hash }, now)))
      throw over()
    const others = await requireRoom(tx, person.id)
    const named = name ?? enrolment.name ?? freeName(others)
    const row: factors.NewFactor = {
      id: enrolment.id,
      method: 'totp',
      lookup: enrolment.id,
      data: keep({ sealed: enrolment.sealed, last_step }),
      name: named,
    }
    await factors.add(tx, person, [row], now)
    await noteProved(tx, enrolling, ['otp'])
    await record(tx, call, {
      type: 'totp.added',
      outcome: 'succeeded',
      actor: person.id,
      detail: { id: enrolment.id },
      ...(enrolling.session && { session_id: enrolling.session.session_id }),
    })
    const backup_codes = await factorAdded(tx, call, person)
    const link = await alertLink(tx, call, person.id)
    await queueMail(tx, app, compose(call, 'authenticatorAdded', personOf(app, person), { link, at: now }))
    return { id: enrolment.id, name: named, backup_codes }
  })
}

async function find({ app }: Pick<Call, 'app'>, user_id: string, id: string | undefined) {
  const rows = await oneTimeTokens.liveOf(app.db, 'totp_enrolment', user_id, app.now())
  for (const { token_hash, data, attempts } of rows) {
    const enrolment = JSON.parse(data) as Enrolment // written by `begin`
    if (id === undefined || enrolment.id === id) return { token_hash, attempts, enrolment }
  }
  return undefined
}

async function requireRoom(tx: Db, user_id: string): Promise<factors.Factor[]> {
  const others = await factors.listOf(tx, user_id, 'totp')
  if (others.length < mostAuthenticators) return others
  throw new Problem('conflict', {
    ...said('app_many', mostAuthenticators),
  })
}

function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'Adding this authenticator app took too long, or had too many wrong codes. Start again.',
  })
}

function wrongCode(left: number): Problem {
  const why =
    left === 0
      ? { detail: 'This code is not right, and it was the last try. Start again.' }
      : said('app_wrong', left)
  return new Problem('invalid_input', {
    ...why,
    errors: [{ pointer: '/code', ...why }],
    extra: { attempts_left: left },
  })
}

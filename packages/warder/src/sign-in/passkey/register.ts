import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest, newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { seenOf } from '../../sessions/seen.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { holdEnrolling, noteProved, type Enrolling } from '../enrolling.ts'
import type { Amr } from '../method.ts'
import { factorAdded } from '../own-factors.ts'
import { amrOf, keep, keptOf } from './kept.ts'
import { freeName, providerOf } from './names.ts'
import { creationOptions, lifetime, newChallenge, newUserHandle, type Kind } from './options.ts'
import { relyingParty } from './party.ts'
import { verifyRegistration, type Registered } from './webauthn/registration.ts'
import { registrationResponse, type RegistrationResponse } from './webauthn/responses.ts'

/** How many a person may have. */
export const mostPasskeys = 20
/** Windows in which a person begins at the same time; of more the oldest are over. */
const mostBegun = 10

/** What stands behind the `challenge_id` of a passkey that is being made. */
type Challenge = {
  challenge: string
  user_handle: string
  kind: Kind
  name: string | null
  /** The session, or the waiting sign-in, that it was begun in and is finished in. */
  bound: string
}

const boundTo = ({ session, pending }: Enrolling): string =>
  session ? `session:${session.session_id}` : `sign-in:${digest(pending?.temp_token ?? '')}`

/**
 * Asks the browser of a person to make a passkey. Each window has a question of its own.
 * @throws Problem `conflict` for somebody who has as many as one may have
 */
export async function beginRegistration(
  call: Call,
  enrolling: Enrolling,
  { kind, name }: { kind: Kind; name: string | null },
): Promise<{ challenge_id: string; publicKey: object }> {
  const { app, tenant } = call
  const { person } = enrolling
  const now = app.now()
  const challenge = newChallenge()
  return app.db.transaction().execute(async (tx) => {
    // One at a time, so that two windows of somebody without a passkey agree on the handle.
    await users.hold(tx, person.id)
    const others = await requireRoom(tx, person.id)
    const begun = await oneTimeTokens.liveOf(tx, 'passkey_registration', person.id, now)
    for (const { token_hash } of begun.slice(mostBegun - 1))
      await oneTimeTokens.end(tx, 'passkey_registration', { subject: person.id, token_hash }, now)
    const [waits] = begun.map(({ data }) => JSON.parse(data) as Challenge) // written below
    const user_handle = handleOf(others) ?? waits?.user_handle ?? newUserHandle()
    const data: Challenge = { challenge, user_handle, kind, name, bound: boundTo(enrolling) }
    const row = { subject: person.id, data, expires_at: now + lifetime, now }
    const challenge_id = await oneTimeTokens.create(tx, 'passkey_registration', row)
    const brand = app.config.brand.name
    const creation = { challenge, user_handle, kind, person, brand, others }
    return { challenge_id, publicKey: creationOptions(relyingParty(app.config, tenant), creation) }
  })
}

/** Under which the authenticators of a person know them; undefined before the first passkey. */
export function handleOf(rows: readonly { data: string }[]): string | undefined {
  const [first] = rows
  return first && keptOf(first).user_handle
}

export type Added = { id: string; backup_codes: string[]; amr: Amr[] }

/**
 * Adds the passkey that the browser made.
 *
 * @param credential `RegistrationResponseJSON`, as it came
 * @throws Problem `invalid_credentials` for what was not asked for or does not verify, `conflict`
 */
export async function finishRegistration(
  call: Call,
  enrolling: Enrolling,
  given: { challenge_id: string; credential: unknown; name?: string | undefined },
): Promise<Added> {
  const { app, tenant } = call
  const challenge = await findChallenge(call, enrolling, given.challenge_id)
  if (!challenge) return refuse(call, enrolling, 'challenge')
  const read = registrationResponse.safeParse(given.credential)
  if (!read.success) return refuse(call, enrolling, 'form')
  const expected = { challenge: challenge.challenge, verified: challenge.kind === 'passkey', now: app.now() }
  const made = await verifyRegistration(read.data, expected, relyingParty(app.config, tenant))
  if (!made.ok) return refuse(call, enrolling, made.reason)

  const id = newId('pky')
  const backup_codes = await app.db
    .transaction()
    .execute((tx) => add(tx, call, enrolling, { ...given, id, challenge, response: read.data, made }))
    .catch((error: unknown) => {
      // WebAuthn Level 3 §7.1 step 26: somebody has a passkey with this id, also where it is themselves.
      throw isUniqueViolation(error) ? taken(error) : error
    })
  return { id, backup_codes, amr: amrOf(made, made.user_verified) }
}

async function findChallenge(
  { app }: Call,
  enrolling: Enrolling,
  challenge_id: string,
): Promise<Challenge | undefined> {
  const row = await oneTimeTokens.findLive(app.db, 'passkey_registration', challenge_id, app.now())
  if (!row) return undefined
  const challenge = JSON.parse(row.data) as Challenge // written by `beginRegistration`
  return challenge.bound === boundTo(enrolling) ? challenge : undefined
}

type Adding = {
  id: string
  challenge_id: string
  challenge: Challenge
  name?: string | undefined
  response: RegistrationResponse
  made: Registered
}

async function add(tx: Db, call: Call, enrolling: Enrolling, adding: Adding): Promise<string[]> {
  const { app } = call
  const { person, session } = enrolling
  const { id, challenge_id, challenge, response, made } = adding
  const now = app.now()
  await users.hold(tx, person.id)
  await holdEnrolling(tx, call, enrolling)
  if (!(await oneTimeTokens.consume(tx, 'passkey_registration', challenge_id, now))) throw notAdded()
  const others = await requireRoom(tx, person.id)

  const { rk } = response.clientExtensionResults?.credProps ?? {}
  const provider = providerOf(made.aaguid)
  const named = adding.name ?? challenge.name ?? freeName(provider ?? defaultName(call), others)
  const { public_key, alg, aaguid, sign_count, backup_eligible, backed_up } = made
  const data = keep({
    // What the authenticator was told, and will say.
    user_handle: challenge.user_handle,
    public_key,
    alg,
    sign_count,
    transports: response.response.transports ?? [],
    aaguid,
    backup_eligible,
    backed_up,
    discoverable: challenge.kind === 'passkey' && rk !== false,
  })
  await factors.add(tx, person, [{ id, method: 'passkey', lookup: response.id, data, name: named }], now)
  await noteProved(tx, enrolling, amrOf(made, made.user_verified))
  await record(tx, call, {
    type: 'passkey.added',
    outcome: 'succeeded',
    actor: person.id,
    detail: { id, kind: challenge.kind },
    ...(session && { session_id: session.session_id }),
  })
  const backup_codes = await factorAdded(tx, call, person)
  const link = await alertLink(tx, call, person.id)
  await queueMail(tx, app, compose(call, 'passkeyAdded', personOf(app, person), { ...seenOf(call), link }))
  return backup_codes
}

/** By where it was made, as the browser says of itself. */
function defaultName(call: Call): string {
  return seenOf(call).device || 'Passkey'
}

async function requireRoom(tx: Db, user_id: string): Promise<factors.Factor[]> {
  const others = await factors.listOf(tx, user_id, 'passkey')
  if (others.length < mostPasskeys) return others
  throw new Problem('conflict', {
    detail: `An account has at most ${mostPasskeys} passkeys. Remove one that you no longer use.`,
  })
}

async function refuse(call: Call, { person, session }: Enrolling, reason: string): Promise<never> {
  await record(call.app.db, call, {
    type: 'passkey.added',
    outcome: 'refused',
    actor: person.id,
    detail: { reason },
    ...(session && { session_id: session.session_id }),
  })
  throw notAdded()
}

function taken(cause?: unknown): Problem {
  return new Problem('conflict', { detail: 'This passkey belongs to an account already.', cause })
}

function notAdded(): Problem {
  return new Problem('invalid_credentials', {
    detail: 'This passkey was not accepted, or making it took too long. Start again.',
  })
}

import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { acceptedLocale } from '../../http/browser/locale.ts'
import type { Call } from '../../http/router.ts'
import { noteGiven } from '../../privacy/consents/consents.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import { insertUser } from '../create.ts'
import { deadLink } from '../dead-link.ts'
import { parseEmail } from '../email.ts'
import { requireGoodPassword } from '../password/policy.ts'
import { requireSignUp } from './sign-up.ts'
import { subjectOf, waitingFor, type PendingRegistration } from './register.ts'

const another = 'Ask for a new one.'

/** Who has an account from here on, and where they were on the way to. */
export type Verified = {
  user_id: string
  email: string
  interaction: string | undefined
  return_to: string | undefined
}

/** Where the link was opened: a browser by its cookie's digest, or `program` when no browser sent the request. */
export type OpenedIn = { browser_hash: string | undefined } | 'program'

/**
 * Whether the link must come with a password. Whoever registered chose one; if that was somebody else, who
 * typed a stranger's address, the stranger's click alone must not open an account that the other can enter.
 */
export function needsPassword(
  pending: Pick<PendingRegistration, 'user_id' | 'browser_hash'>,
  opened: OpenedIn,
  waiting: readonly Pick<PendingRegistration, 'user_id'>[],
): boolean {
  const own = opened === 'program' ? null : opened.browser_hash
  if (opened !== 'program' && own === undefined) return true
  if (pending.browser_hash !== own) return true
  // Programs are told apart by nothing, so of two who registered the same address each must say its password.
  return opened === 'program' && waiting.some(({ user_id }) => user_id !== pending.user_id)
}

export async function findPending(call: Call, token: string): Promise<PendingRegistration | undefined> {
  const row = await oneTimeTokens.findLive(call.app.db, 'registration', token, call.app.now())
  const pending = row && (JSON.parse(row.data) as PendingRegistration)
  const email = pending && parseEmail(pending.email)
  // It makes an account where it was asked for.
  return email && row.subject === subjectOf(call.tenant, email) ? pending : undefined
}

/** `needsPassword` with what else waits for the same address. */
export async function asksForPassword(
  call: Call,
  pending: PendingRegistration,
  opened: OpenedIn,
): Promise<boolean> {
  const email = parseEmail(pending.email)
  const waiting = email ? await waitingFor(call.app.db, call.tenant, email, call.app.now()) : []
  return needsPassword(pending, opened, waiting)
}

/** Makes the account of a registration. @throws Problem `forbidden`, `token_invalid`, `password_required` or `password_refused` */
export async function verifyEmail(
  call: Call,
  token: string,
  password: string | undefined,
  opened: OpenedIn,
): Promise<Verified> {
  const { app, tenant } = call
  // What began while anybody could register ends with that.
  requireSignUp(app, 'themselves')
  const pending = await findPending(call, token)
  if (!pending) throw deadLink(another)
  const email = parseEmail(pending.email)
  if (!email) throw deadLink(another)
  const { password_hash, own } = await choosePassword(call, pending, password, opened)

  const now = app.now()
  const { user_id, full_name, consents, agreed_at } = pending
  // Of the browser in which the link was opened: there is the mailbox, and so the person.
  const locale = acceptedLocale(call.request.headers.get('accept-language'))
  try {
    await app.db.transaction().execute(async (tx) => {
      if (!(await oneTimeTokens.consume(tx, 'registration', token, now))) throw deadLink(another)
      await insertUser(
        tx,
        { id: user_id, directory_id: tenant.directory_id, email, full_name, password_hash, locale },
        now,
      )
      // Whoever set another password may be somebody else than who ticked the boxes, and is asked when they sign in.
      if (own) await noteGiven(tx, call, { user_id, source: 'registration', at: agreed_at }, consents)
      await record(tx, call, { type: 'user.registered', outcome: 'succeeded', actor: user_id })
    })
  } catch (error) {
    // Somebody proved the same address a moment ago; this link has nothing left to do.
    if (isUniqueViolation(error)) throw deadLink(another)
    throw error
  }
  const { interaction, return_to } = pending
  return { user_id, email: email.address, interaction: interaction ?? undefined, return_to }
}

/** @returns the password of the account, and whether it is the one that was chosen by who registered */
async function choosePassword(
  call: Call,
  pending: PendingRegistration,
  password: string | undefined,
  opened: OpenedIn,
): Promise<{ password_hash: string; own: boolean }> {
  const { app } = call
  if (password === undefined) {
    if (!(await asksForPassword(call, pending, opened))) return { ...pending, own: true }
    throw new Problem('password_required', {
      detail:
        'Open the link in the browser you registered with, or send the password you chose, or a new one, as password.',
      errors: [{ pointer: '/password', detail: 'is required here' }],
    })
  }
  if (await app.passwords.verify(password, pending.password_hash)) return { ...pending, own: true }
  await requireGoodPassword(call, password, { email: pending.email, full_name: pending.full_name })
  return { password_hash: await app.passwords.hash(password), own: false }
}

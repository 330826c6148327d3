import { Problem } from '@warder/protocol'
import { record } from '../../../audit/audit.ts'
import { browserOf, knownBrowser } from '../../../http/browser/identity.ts'
import type { Call } from '../../../http/router.ts'
import { compose, personOf } from '../../../mail/messages.ts'
import { queueMail } from '../../../mail/outbox.ts'
import type { SessionCaller } from '../../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../../sessions/recent.ts'
import { isUniqueViolation } from '../../../store/errors.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import * as identities from '../../../store/people/identities.ts'
import * as users from '../../../store/people/users.ts'
import { minute } from '../../../time.ts'
import { alertLink } from '../../../users/alerts/link.ts'
import type { From, Identity } from '../identity.ts'
import { said } from '../../../http/words/said.ts'

/** To sign in to the account first, with whatever is asked there. */
const lifetime = 15 * minute

type Offer = identities.Subject &
  identities.IdentityData & { title: string; browser_hash: string; interaction: string | null }

export type FoundOffer = Offer & { user_id: string }

/**
 * Keeps an identity that was proved a moment ago, for one person to connect it to their account: in this browser, and only by a
 * button of a page of ours. Without that, whoever has somebody's browser follow a link would connect an identity of their own.
 *
 * @returns the handle
 */
export async function offerIdentity(
  call: Call,
  { name: provider, title }: From,
  { issuer, subject, label }: Identity,
  { user_id, interaction }: { user_id: string; interaction: string | null },
): Promise<string> {
  const { app } = call
  const now = app.now()
  const { hash: browser_hash } = browserOf(call)
  const data: Offer = { issuer, subject, label, provider, title, browser_hash, interaction }
  const expires_at = now + lifetime
  return oneTimeTokens.create(app.db, 'upstream_link', {
    subject: user_id,
    data,
    expires_at,
    now,
  })
}

/** @throws Problem `token_invalid` when it is over, of another browser, or for another person */
export async function findOffer(call: Call, { user_id }: SessionCaller, handle: string): Promise<FoundOffer> {
  const { app } = call
  const row = await oneTimeTokens.findLive(app.db, 'upstream_link', handle, app.now())
  const offer = row && (JSON.parse(row.data) as Offer) // written by `offerIdentity`
  // UP-16.
  if (!offer || row.subject !== user_id || offer.browser_hash !== knownBrowser(call)) throw over()
  return { ...offer, user_id }
}

function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'This is over, or is about another account. Begin again in your account, under Security.',
  })
}

/**
 * Connects it: from here on it signs the person in.
 *
 * @throws Problem `insufficient_user_authentication`, `token_invalid`, `not_authenticated`, or `conflict` where it signs in
 *   somebody already
 */
export async function connectIdentity(
  call: Call,
  caller: SessionCaller,
  handle: string,
): Promise<FoundOffer> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id, directory_id } = caller
  const now = app.now()
  const offer = await findOffer(call, caller, handle)
  const { issuer, subject, provider, label, title } = offer
  try {
    return await app.db.transaction().execute(async (tx) => {
      if (!(await oneTimeTokens.consume(tx, 'upstream_link', handle, now))) throw over()
      const user = await users.hold(tx, user_id)
      if (!user) throw over()
      await requireOpen(tx, session_id)
      await identities.insert(tx, { user_id, directory_id, issuer, subject, provider, label }, now)
      const told = { link: await alertLink(tx, call, user_id), at: now, provider: title }
      await queueMail(tx, app, compose(call, 'identityAdded', personOf(app, user), told))
      const detail = { provider }
      await record(tx, call, {
        type: 'identity.connected',
        outcome: 'succeeded',
        actor: user_id,
        session_id,
        detail,
      })
      return offer
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Problem('conflict', said('identity_here', title))
  }
}

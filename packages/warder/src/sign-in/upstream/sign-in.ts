import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import { acceptedLocale } from '../../http/browser/locale.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import type { Db } from '../../store/open.ts'
import * as identities from '../../store/people/identities.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { insertUser } from '../../users/create.ts'
import { parseEmail, type Email } from '../../users/email.ts'
import { nameField } from '../../users/fields.ts'
import { maySignUp } from '../../users/register/sign-up.ts'
import { proved, type Delivery, type Outcome, type Proof } from '../proved.ts'
import type { From, Identity } from './identity.ts'
import { Refused } from './refused.ts'

/** `taken`: the address has an account, which the identity does not open before its person has said so in it. */
export type Came = { kind: 'came'; outcome: Outcome } | { kind: 'taken'; user_id: string }

/** What is done in the transaction that opens the session, or not at all. */
export type With = Pick<Proof, 'from'> & {
  /** An organisation of ours says who its people are, and is no place where anybody gets an account. */
  organisation?: true
  /** What was proved there; that they have signed in, where nothing more is known. */
  amr?: Proof['amr']
  /** False where it must not open. */
  spend?: (tx: Db, user_id: string) => Promise<boolean>
}

/**
 * Signs in whoever has proved elsewhere who they are. Only the issuer and its subject say whose account it is: an address
 * never does, since it can belong to somebody else by now, or never have been theirs (UP-07), but where the provider disposes of
 * it. Whoever is new gets an account where the provider vouches for their address and `sign_up.policy` lets them have one.
 *
 * @throws Refused, or what `proved` throws
 */
export async function signInAs(
  call: Call,
  provider: From,
  identity: Identity,
  delivery: Delivery,
  also: With = {},
): Promise<Came> {
  const { app, tenant } = call
  const known = await identities.find(app.db, tenant.directory_id, identity)
  if (known) return { kind: 'came', outcome: await openFor(call, known, delivery, also) }

  const email = identity.confirmed && identity.email !== undefined ? parseEmail(identity.email) : undefined
  const open = maySignUp(app, also.organisation ? 'organisation' : 'themselves')
  if (!email) throw open ? new Refused('unconfirmed', 'address') : new Refused('closed', 'address')
  const owned = () => users.findByEmail(app.db, tenant.directory_id, email.key)
  const there = await owned()
  if (!there && !open) throw new Refused('closed', 'policy')
  if (!there) await makeAccount(call, provider, identity, email)
  else if (identity.owned && users.letsIn(there)) await connect(call, provider, identity, there.id)
  // Also where another attempt of the same moment was quicker.
  const made = await identities.find(app.db, tenant.directory_id, identity)
  if (made) return { kind: 'came', outcome: await openFor(call, made, delivery, also) }
  const owner = await owned()
  if (!owner) throw new Refused('failed', 'race')
  return { kind: 'taken', user_id: owner.id }
}

async function openFor(
  call: Call,
  known: { id: string; user_id: string },
  delivery: Delivery,
  { from, spend: alsoSpend, amr = ['fed'] }: With,
): Promise<Outcome> {
  const { user_id } = known
  const spend = async (tx: Db) =>
    (await identities.use(tx, known, call.app.now())) && (!alsoSpend || (await alsoSpend(tx, user_id)))
  try {
    return await proved(call, { user_id, amr, spend, ...(from && { from }) }, delivery)
  } catch (error) {
    // Of an address or a password, of which `proved` speaks, nobody has told us anything.
    const stands =
      error instanceof Problem && (error.code === 'invalid_credentials' || error.code === 'forbidden')
    throw stands ? new Refused('refused', error.code, error) : error
  }
}

/** An account with the address and the identity, at once; none when another attempt came first with either. */
async function makeAccount(
  call: Call,
  { name: provider }: From,
  identity: Identity,
  email: Email,
): Promise<void> {
  const { app, tenant, request } = call
  const now = app.now()
  const id = newId('usr')
  const { directory_id } = tenant
  const named = nameField.safeParse(identity.full_name)
  const locale = acceptedLocale(request.headers.get('accept-language'))
  const full_name = named.success ? named.data : ''
  const { issuer, subject, label } = identity
  try {
    await app.db.transaction().execute(async (tx) => {
      await insertUser(tx, { id, directory_id, email, full_name, password_hash: null, locale }, now)
      await identities.insert(tx, { user_id: id, directory_id, provider, label, issuer, subject }, now)
      const detail = { provider }
      await record(tx, call, { type: 'user.registered', outcome: 'succeeded', actor: id, detail })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

/** Connects it to the account that has the address, and tells its person. Nothing when another attempt came first. */
async function connect(
  call: Call,
  { name: provider, title }: From,
  { issuer, subject, label }: Identity,
  user_id: string,
): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  const { directory_id } = tenant
  try {
    await app.db.transaction().execute(async (tx) => {
      await identities.insert(tx, { user_id, directory_id, provider, label, issuer, subject }, now)
      const user = await users.hold(tx, user_id)
      if (!user) throw new Refused('failed', 'race')
      const told = { link: await alertLink(tx, call, user_id), at: now, provider: title }
      await queueMail(tx, app, compose(call, 'identityAdded', personOf(app, user), told))
      const detail = { provider }
      await record(tx, call, { type: 'identity.connected', outcome: 'succeeded', actor: user_id, detail })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

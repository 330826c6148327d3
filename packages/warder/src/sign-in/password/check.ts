import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import { deviceDoor, strangersDoor, type Target } from '../../risk/guesses/doors.ts'
import type { Guessed } from '../../risk/guesses/guesses.ts'
import { accountName } from '../../risk/pressure.ts'
import { requireWork } from '../../risk/proof-of-work/require.ts'
import * as memberships from '../../store/access/memberships.ts'
import * as devices from '../../store/people/devices.ts'
import * as users from '../../store/people/users.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Email } from '../../users/email.ts'
import { noteThrottled } from './throttled.ts'

export type PasswordCheck =
  | { ok: true; user_id: string; hash: string }
  | { ok: false; reason: 'unknown' | 'wrong' | 'disabled' | 'unverified' | 'no_member' }

/**
 * Whether this is the password of this address. Costs the same when there is no such account.
 *
 * @param into the tenant that they sign in to; null for one that there is not
 * @throws Problem `too_many_requests`, `challenge_required`, or `overloaded` when the queue of hashes is full
 */
export async function checkPassword(
  call: Call,
  email: Email,
  password: string,
  { challenge_solution, into = call.tenant }: { challenge_solution?: string; into?: Tenant | null } = {},
): Promise<PasswordCheck> {
  const { app, tenant } = call
  const found = await users.findPassword(app.db, tenant.directory_id, email.key)
  const out = await keptOut(call, found, into)
  const target = { directory_id: tenant.directory_id, email_key: email.key, user_id: found?.id }
  const subject = found && { subject: found.id }
  const device = await knownDevice(call, found?.id)
  const account = accountName(tenant.directory_id, email.key)
  if (!device) await requireWork(call, 'sign-in', challenge_solution, account)

  // Whoever is kept out has no right password: else the count of wrong ones would tell it, while nobody is signed in or told.
  const look = (open: boolean) => app.passwords.verify(password, open && !out ? found?.data : undefined)
  const guessed = await guess(call, target, device, look).catch(async (error: unknown) => {
    if (error instanceof Problem && error.code === 'too_many_requests')
      await noteThrottled(call, email, found?.id, device ? 'device' : 'stranger')
    throw error
  })

  const check = decide(found, out, guessed.kind === 'right')
  if (check.ok) return check
  const failures = guessed.kind === 'wrong' ? guessed.failures : 0
  await app.pressure.failed(call.trace.address, account, device ? 0 : failures)
  // The log has the reason. The caller does not: it would tell which addresses have accounts.
  await record(app.db, call, {
    type: 'sign_in.password',
    outcome: 'refused',
    ...subject,
    detail: { reason: check.reason },
  })
  return check
}

/** The digest of this browser's cookie when this person signed in with it before. Asked of nobody, it costs the same. */
async function knownDevice(call: Call, user_id: string | undefined): Promise<string | undefined> {
  const browser = knownBrowser(call)
  if (browser === undefined) return undefined
  return (await devices.isKnown(call.app.db, user_id ?? '', browser, call.app.now())) ? browser : undefined
}

/** A known device has a door of its own, which nobody elsewhere can close; once it is spent it is like every other. */
async function guess(
  { app }: Call,
  target: Target,
  device: string | undefined,
  look: (open: boolean) => Promise<boolean>,
): Promise<Guessed> {
  const { user_id } = target
  if (device !== undefined && user_id !== undefined) {
    const guessed = await app.guess(deviceDoor({ ...target, user_id }, device), look)
    if (guessed.kind !== 'spent') return guessed
  }
  return app.guess(strangersDoor(target), look)
}

type Found = Awaited<ReturnType<typeof users.findPassword>>
type KeptOut = 'disabled' | 'unverified' | 'no_member'

/** Why nothing signs somebody in here, whatever they know. Asked of nobody, it costs the same. */
async function keptOut({ app }: Call, found: Found, into: Tenant | null): Promise<KeptOut | undefined> {
  const member = !into?.shared || (await memberships.has(app.db, into.id, found?.id ?? ''))
  if (!found) return undefined
  if (found.disabled_at !== null) return 'disabled'
  if (found.email_verified_at === null) return 'unverified'
  return into && member ? undefined : 'no_member'
}

function decide(found: Found, out: KeptOut | undefined, matches: boolean): PasswordCheck {
  if (!found) return { ok: false, reason: 'unknown' }
  if (out) return { ok: false, reason: out }
  return matches ? { ok: true, user_id: found.id, hash: found.data } : { ok: false, reason: 'wrong' }
}

import { Problem, type Seconds, type SigningAlgorithm } from '@warder/protocol'
import type { App } from '../app.ts'
import { operator, record, type Audited } from '../audit/audit.ts'
import * as revocations from '../store/oauth/revocations.ts'
import * as signingKeys from '../store/oauth/signing-keys.ts'
import type { Db } from '../store/open.ts'
import { isoTime } from '../time.ts'
import { makeKey, type SigningKeyRow } from './keys.ts'
import { keyLeeway, publishedAhead } from './ring.ts'

export type Rotation = {
  tenant_id: string
  /** Every algorithm the tenant has a key for when absent. */
  alg?: SigningAlgorithm
  /** The old key is known to others: stop believing it now, not when its last token has expired. */
  emergency?: boolean
}

export type RotatedKey = { kid: string; alg: string; active_at: Seconds; replaced: readonly string[] }

/** Who has them replaced, for the audit. */
type By = Pick<Audited, 'trace' | 'acting'>

type RotationParts = Pick<App, 'config' | 'db' | 'keys' | 'now' | 'secrets'>

/**
 * Replaces signing keys. The new key is published at once and signs when every key set cached before has
 * expired; the old one leaves the set when the last token it signed has, and is believed for ID tokens as hints while
 * a session may live that has one. An emergency has no such overlap:
 * what the old key signed is worthless from now on.
 */
export async function rotateKeys(
  app: RotationParts,
  rotation: Rotation,
  by: By = { trace: operator },
): Promise<RotatedKey[]> {
  const { tenant_id, alg, emergency = false } = rotation
  const unretired = (await signingKeys.listAll(app.db, tenant_id)).filter((key) => key.retired_at === null)
  const old = unretired.filter((key) => alg === undefined || key.alg === alg)
  if (old.length === 0) {
    const made = await app.keys.signer(tenant_id, alg ?? 'ES256')
    const row = (await signingKeys.listAll(app.db, tenant_id)).find((key) => key.kid === made.kid)
    return [{ kid: made.kid, alg: made.alg, active_at: row?.active_at ?? app.now(), replaced: [] }]
  }
  const rotated: RotatedKey[] = []
  for (const key of old) rotated.push(await replace(app, key, emergency, by))
  app.keys.reload()
  return rotated
}

async function replace(
  app: RotationParts,
  old: SigningKeyRow,
  emergency: boolean,
  by: By,
): Promise<RotatedKey> {
  const now = app.now()
  const active_at = emergency ? now : now + publishedAhead
  const removed_at = emergency ? now : active_at + app.config.access_token_ttl + keyLeeway
  // RP-Initiated Logout §2: an ID token is a hint for as long as the session may live in which it was given.
  const hints_until = emergency ? null : active_at + app.config.session.absolute
  const made = await makeKey(old.tenant_id, algorithmOf(old), app.secrets, now, active_at)

  const replaced = await app.db.transaction().execute(async (tx) => {
    if (!(await signingKeys.retire(tx, old.kid, { retired_at: active_at, removed_at, hints_until })))
      return undefined
    await signingKeys.insert(tx, made)
    await record(
      tx,
      { app, tenant: { id: old.tenant_id }, ...by },
      {
        type: 'signing_key.rotated',
        outcome: 'succeeded',
        detail: { kid: made.kid, replaces: old.kid, alg: old.alg, emergency: String(emergency) },
      },
    )
    if (!emergency) return [old.kid]

    // Keys that an earlier rotation left in the set are no safer than the one that leaked.
    const removed = await signingKeys.removeAllBut(tx, made, now)
    const kids = [...new Set([old.kid, ...removed])]
    await announceDead(app, tx, kids)
    return kids
  })
  if (!replaced) throw new RotatedMeanwhile(old.kid)
  return { kid: made.kid, alg: made.alg, active_at, replaced }
}

/** Tells verifiers, who remember the key set, that what these keys signed is worthless. */
async function announceDead(app: RotationParts, tx: Db, kids: readonly string[]): Promise<void> {
  const now = app.now()
  const until = now + app.config.access_token_ttl + keyLeeway
  await revocations.insert(
    tx,
    kids.map((kid) => ({ kind: 'key', value: kid, until })),
    now,
  )
}

/**
 * Takes a key that a rotation left in the key set out of it at once: what it signed is worthless from now on. One that signs is
 * replaced in an emergency instead.
 *
 * @throws Problem `not_found`, or `conflict` for a key that signs or will
 */
export async function retireKey(
  app: RotationParts,
  { tenant_id, kid }: { tenant_id: string; kid: string },
  by: By = { trace: operator },
): Promise<void> {
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await signingKeys.remove(tx, tenant_id, kid, now))) {
      const known = (await signingKeys.published(tx, tenant_id, now)).some((key) => key.kid === kid)
      if (!known) throw new Problem('not_found', { detail: 'There is no such key in the key set.' })
      throw new Problem('conflict', { detail: 'This key signs. Rotate it, in an emergency at once.' })
    }
    await announceDead(app, tx, [kid])
    const audited = { app, tenant: { id: tenant_id }, ...by }
    await record(tx, audited, { type: 'signing_key.retired', outcome: 'succeeded', detail: { kid } })
  })
  app.keys.reload()
}

class RotatedMeanwhile extends Problem {
  constructor(kid: string) {
    super('conflict', { detail: `The key ${kid} is being replaced already.` })
  }
}

/**
 * Replaces the keys of every tenant that have signed for as long as the operator wants. Of several instances that come to
 * it at once one does. Says how many were replaced.
 */
export async function rotateDue(app: RotationParts): Promise<number> {
  const { keys_rotate_after: after } = app.config
  if (after === 0) return 0
  const due = await signingKeys.unretiredSince(app.db, app.now() - after)
  let replaced = 0
  for (const key of due) {
    try {
      await replace(app, key, false, { trace: operator })
      replaced++
    } catch (error) {
      if (!(error instanceof RotatedMeanwhile)) throw error
    }
  }
  if (replaced > 0) app.keys.reload()
  return replaced
}

function algorithmOf(row: SigningKeyRow): SigningAlgorithm {
  // What stands in the column was written by this program, from a value of this type.
  return row.alg as SigningAlgorithm
}

export type KeyState = 'published' | 'signing' | 'verifying' | 'removed'

export type ListedKey = {
  kid: string
  alg: string
  state: KeyState
  created_at: Seconds
  active_at: Seconds
  retired_at: Seconds | null
  removed_at: Seconds | null
}

/** Every key a tenant has or had, newest first, without its private half. */
export async function listKeys(app: Pick<App, 'db' | 'now'>, tenant_id: string): Promise<ListedKey[]> {
  const now = app.now()
  const rows = await signingKeys.listAll(app.db, tenant_id)
  return rows.map(({ kid, alg, created_at, active_at, retired_at, removed_at }) => {
    return {
      kid,
      alg,
      state: stateOf({ active_at, retired_at, removed_at }, now),
      created_at,
      active_at,
      retired_at,
      removed_at,
    }
  })
}

/** The same as programs read it. */
export function writtenKey({ created_at, active_at, retired_at, removed_at, ...key }: ListedKey) {
  const written = (at: Seconds | null) => (at === null ? null : isoTime(at))
  return {
    ...key,
    created_at: isoTime(created_at),
    active_at: isoTime(active_at),
    retired_at: written(retired_at),
    removed_at: written(removed_at),
  }
}

type KeyTimes = Pick<SigningKeyRow, 'active_at' | 'retired_at' | 'removed_at'>

function stateOf({ active_at, retired_at, removed_at }: KeyTimes, now: Seconds): KeyState {
  if (removed_at !== null && removed_at <= now) return 'removed'
  if (retired_at !== null && retired_at <= now) return 'verifying'
  return active_at <= now ? 'signing' : 'published'
}

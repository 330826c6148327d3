import type { ApiKeyEnvironment, Seconds } from '@warder/protocol'
import { holdingsOf } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import { checkLimit, wrongKeys } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { findByHash, findById, type HeldKey } from '../../store/programs/api-key-holders.ts'
import type { Db } from '../../store/open.ts'
import { holdLive, ownerOf, type KeyOwner } from '../../store/programs/api-keys.ts'
import { words } from '../../store/words.ts'
import { hour } from '../../time.ts'
import type { PersonFields } from '../../users/profile.ts'
import type { ApiKeyConfig } from '../../config/config.ts'
import { aboutOwner } from '../owners/owner.ts'
import { holdsScope } from '../scopes.ts'
import { isAway, isReplaced, refusalOf, type Refusal } from './standing.ts'

/** A program that acts by an API key, and what is known of it. */
export type KeyCaller = {
  via: 'key'
  key_id: string
  key_name: string
  environment: ApiKeyEnvironment
  /** What the key may do of what its owner may do now. */
  scopes: string[]
  /** Of the key. */
  expires_at: Seconds | null
  /** Until when this secret works, where another has replaced it. */
  replaced_until: Seconds | null
  tenant_id: string
  owner: KeyOwner
  /** In whose name it acts; null for a program that acts for itself. */
  person: KeyPerson | null
  /** None: whoever reads roles would take the program for its owner. */
  roles: string[]
  /** The scopes, which are all that the program may do. */
  permissions: string[]
}

export type KeyPerson = PersonFields & { directory_id: string }

/**
 * The owner and the powers of a key that is well formed; undefined when it opens nothing, which is counted and written
 * down as `docs/api-keys.md` says. Two keys that differ in one character cost the same: what is looked up is a digest.
 *
 * @param address from where the key is used; undefined where the caller of this server does not say
 * @throws Problem `too_many_requests` for an unknown key, where its sender tried too many
 */
export async function checkKey(
  call: Call,
  key: string,
  address: string | undefined,
): Promise<KeyCaller | undefined> {
  const { app, tenant } = call
  const hash = digest(key)
  const row = await findByHash(app.db, hash)
  const refusal = refusalOf(row, { hash, tenant_id: tenant.id, address, now: app.now() })
  if (refusal !== undefined || row === undefined) {
    await noteRefusal(call, row, refusal ?? 'unknown')
    return undefined
  }
  app.keyActivity.used(row.id)
  return callerOf(call, row, hash)
}

function callerOf({ app }: Call, row: HeldKey, hash: string): KeyCaller {
  const scopes = words(row.scope).filter(powersOf(app.config.api_keys, row))
  return {
    via: 'key',
    key_id: row.id,
    key_name: row.name,
    environment: row.environment === 'test' ? 'test' : 'live',
    scopes,
    expires_at: row.expires_at,
    replaced_until: isReplaced(row, hash) ? row.replaced_until : null,
    tenant_id: row.tenant_id,
    owner: ownerOf(row),
    person: personOf(row),
    roles: [],
    permissions: scopes,
  }
}

/**
 * Holds a key that was checked before, in the transaction of what is lasting, and says what it may do by now; undefined where it
 * has ended, or its owner may not act.
 */
export async function holdKey(tx: Db, { app }: Pick<Call, 'app'>, id: string): Promise<string[] | undefined> {
  const row = (await holdLive(tx, id, app.now())) ? await findById(tx, id) : undefined
  if (!row || isAway(row)) return undefined
  return words(row.scope).filter(powersOf(app.config.api_keys, row))
}

/** What the owner of a key may do at this moment. */
function powersOf(config: ApiKeyConfig, row: HeldKey): (scope: string) => boolean {
  if (row.user_id !== null) {
    const { permissions } = holdingsOf(words(row.roles ?? ''), row.permissions)
    return (scope) => holdsScope(config, permissions, scope)
  }
  if (row.service_account_id === null) return () => true // a tenant is everything in itself
  const held = words(row.account_scope ?? '')
  return (scope) => held.includes(scope)
}

function personOf(row: HeldKey): KeyPerson | null {
  const { user_id, directory_id, email, full_name, user_created_at: created_at } = row
  // Where there is no person, none of these is there.
  if (user_id === null || directory_id === null || email === null) return null
  if (full_name === null || created_at === null) return null
  const { locale, email_verified_at, mfa_enabled_at, last_login_at } = row
  const known = { user_id, directory_id, email, full_name, created_at }
  return { ...known, locale, email_verified_at, mfa_enabled_at, last_login_at }
}

/**
 * Counts and writes down a key that opened nothing. Whoever tries keys that nobody has is slowed down; a program whose
 * key ended asks all day long, so of one key and reason one event an hour is enough.
 */
async function noteRefusal(call: Call, row: HeldKey | undefined, reason: Refusal): Promise<void> {
  const { app } = call
  if (reason === 'unknown' || row === undefined) {
    await checkLimit(call, wrongKeys)
    const detail = { reason: 'unknown' }
    await record(app.db, call, { type: 'api_key.refused', outcome: 'refused', detail }, 'commit')
    return
  }
  await noteDenied(call, { id: row.id, owner: ownerOf(row) }, reason)
}

/** Writes down that a key that is somebody's was not enough. */
export async function noteDenied(
  call: Call,
  { id, owner }: { id: string; owner: KeyOwner },
  reason: string,
): Promise<void> {
  const { app } = call
  const first = await app.counters.take(`api-key-refused:${id}:${reason}`, 1, hour, app.now())
  if (!first.ok) return
  const detail = { id, reason }
  await record(
    app.db,
    call,
    { type: 'api_key.refused', outcome: 'refused', ...aboutOwner(owner), detail },
    'commit',
  )
}

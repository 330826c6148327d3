import { apiKeyPrefix, writeApiKey, type ApiKeyEnvironment, type Seconds } from '@warder/protocol'
import { digest, newKey } from '../crypto/tokens.ts'
import { compose, personOf } from '../mail/messages.ts'
import { queueMail } from '../mail/outbox.ts'
import type { Db } from '../store/open.ts'
import { ownerOf, type KeyOwner, type ShownKey } from '../store/programs/api-keys.ts'
import { words } from '../store/words.ts'
import { isoTime } from '../time.ts'
import { linkOfMade } from '../users/alerts/tell.ts'
import type { Keeper } from './owners/keeper.ts'

/** A key, what is kept of it, and what may be shown of it. */
export type Secret = { key: string; key_hash: string; prefix: string }

export function newSecret(environment: ApiKeyEnvironment): Secret {
  const key = writeApiKey(environment, newKey())
  return { key, key_hash: digest(key), prefix: apiKeyPrefix(key) }
}

/** A key as whoever looks after it sees it, times in seconds. */
export type KeyView = {
  id: string
  owner: KeyOwner
  prefix: string
  name: string
  scopes: string[]
  environment: ApiKeyEnvironment
  ip_allowlist: string[]
  created_at: Seconds
  expires_at: Seconds | null
  last_used_at: Seconds | null
  use_count: number
  status: 'active' | 'expired'
  /** Until when the secret before the present one works as well; null when it does not. */
  replaced_until: Seconds | null
}

export function viewOfKey(row: ShownKey, now: Seconds): KeyView {
  const { id, prefix, name, created_at, expires_at, last_used_at, use_count, replaced_until } = row
  return {
    id,
    owner: ownerOf(row),
    prefix,
    name,
    scopes: words(row.scope),
    environment: row.environment === 'test' ? 'test' : 'live',
    ip_allowlist: words(row.ip_allowlist),
    created_at,
    expires_at,
    last_used_at,
    use_count: Number(use_count),
    status: expires_at !== null && expires_at <= now ? 'expired' : 'active',
    replaced_until: replaced_until !== null && replaced_until > now ? replaced_until : null,
  }
}

/** The same as programs read it. */
export function writtenKey({ created_at, expires_at, last_used_at, replaced_until, ...view }: KeyView) {
  const written = (at: Seconds | null) => (at === null ? null : isoTime(at))
  return {
    ...view,
    created_at: isoTime(created_at),
    expires_at: written(expires_at),
    last_used_at: written(last_used_at),
    replaced_until: written(replaced_until),
  }
}

/**
 * Tells a person of a new secret that was made in their session, theirs or of a program that they look after, with a link for
 * when it was not them. The name is left out: it could be anything.
 */
export async function mailMaker(
  tx: Db,
  by: Keeper,
  { type }: KeyOwner,
  { prefix, rotated }: { prefix: string; rotated: boolean },
): Promise<void> {
  const { app, person } = by
  if (!person) return
  const link = await linkOfMade(tx, by, person.user_id)
  const told = { link, at: app.now(), prefix, rotated, own: type === 'person' }
  await queueMail(tx, app, compose(by, 'apiKeyMade', personOf(app, person), told))
}

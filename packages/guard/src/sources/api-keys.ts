import { hash, timingSafeEqual } from 'node:crypto'
import { deepFreeze, type Caller } from '../caller.ts'
import type { Credential } from '../credentials/credential.ts'
import { shown } from '../modes/events.ts'
import type { Refuse } from '../refuse.ts'
import type { KnownKey } from '../settings/keys.ts'
import type { SourceOf } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import type { Grants } from '../settings/sources.ts'
import type { Checked, OpenSource } from './source.ts'

type Entry = { digest: Buffer; caller: Caller; expires_at: number }

/** Keys of your own, from the options, a file or the environment. */
export function apiKeys(source: SourceOf<'api_keys'>, { clock }: Settings, refuse: Refuse): OpenSource {
  const entries = source.keys.map(entryOf)

  function check(credential: Credential): Checked {
    const key = keyIn(credential)
    if (key === undefined) return undefined
    const found = find(entries, key)
    if (!found) return undefined
    if (clock.now() < found.expires_at) return { ok: true, caller: found.caller }
    return refuse('invalid_api_key', 'expired_api_key', 'The API key has expired.')
  }

  return { kind: 'api_keys', check }
}

/** A key may stand behind "Bearer" or in X-API-Key. */
export function keyIn(credential: Credential): string | undefined {
  if (credential.kind === 'api_key') return credential.key
  return credential.kind === 'token' && credential.scheme === 'Bearer' ? credential.token : undefined
}

/**
 * All entries are compared, each in the same time: of digests, so that no length shows either. How long it takes does
 * not depend on which key it is, on how much of one was guessed, or on whether there is such a key.
 */
function find(entries: readonly Entry[], key: string): Entry | undefined {
  const digest = hash('sha256', key, 'buffer')
  let found: Entry | undefined
  for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry
  return found
}

function entryOf({ key, sha256 = '', expires_at = Infinity, ...known }: KnownKey): Entry {
  const digest =
    key === undefined
      ? Buffer.from(sha256, sha256.length === 64 ? 'hex' : 'base64url')
      : hash('sha256', key, 'buffer')
  const caller = grantedTo(known, 'api_key', key === undefined ? known.name : shown(key))
  return { digest, caller, expires_at }
}

/** Who presents a credential that you handed out yourself. */
export function grantedTo(
  { subject, name = '', scopes, roles, permissions, tenant_id }: Grants,
  authenticated_by: Caller['authenticated_by'],
  visible: string,
  id?: string,
): Caller {
  return deepFreeze({
    authenticated_by,
    subject: subject ?? (name || (id ?? '')),
    scopes: [...(scopes ?? [])],
    roles: [...(roles ?? [])],
    permissions: [...(permissions ?? [])],
    ...(tenant_id !== undefined && { tenant_id }),
    key: { ...(id !== undefined && { id }), name: name || (id ?? ''), shown: visible },
    claims: {},
  })
}

import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Config } from '../config/config.ts'
import { newId } from '../crypto/tokens.ts'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { requireOpen, requireOwner } from '../sessions/recent.ts'
import * as users from '../store/people/users.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import type { ApiKeyTable } from '../store/schema/programs.ts'
import { day } from '../time.ts'
import type { NewKey } from './inputs.ts'
import { mailOwner, newSecret, viewOfKey, type KeyView } from './key.ts'
import { holdsScope } from './scopes.ts'

/** A key with its secret, which is told this once. */
export type MadeKey = KeyView & { key: string }

/**
 * Makes an API key of a person. It may do what they give it of what they may do themselves.
 *
 * @throws Problem `insufficient_user_authentication`; `forbidden` for a scope they do not hold; `invalid_input`; `conflict`
 *   for one key too many
 */
export async function createKey(call: Call, caller: SessionCaller, input: NewKey): Promise<MadeKey> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const scopes = [...new Set(input.scopes)]
  requireHeld(app.config, caller, scopes)
  const now = app.now()
  const environment = input.environment ?? 'live'
  const { key, key_hash, prefix } = newSecret(environment)
  const row: ApiKeyTable = {
    id: newId('key'),
    tenant_id: tenant.id,
    user_id,
    name: input.name,
    environment,
    prefix,
    key_hash,
    replaced_hash: null,
    replaced_until: null,
    scope: scopes.join(' '),
    ip_allowlist: [...new Set(input.ip_allowlist)].join(' '),
    created_at: now,
    issued_at: now,
    expires_at: endOf(app.config, input.expires_in_days, now),
    last_used_at: null,
    use_count: 0,
    revoked_at: null,
  }
  await app.db.transaction().execute(async (tx) => {
    // One at a time, so that of any number at once none is more than the limit.
    if (!(await users.hold(tx, user_id))) throw new Problem('not_authenticated')
    await requireOpen(tx, session_id)
    const { max } = app.config.api_keys
    if ((await apiKeys.countLive(tx, user_id, now)) >= max) throw tooMany(max)
    await apiKeys.insert(tx, row)
    await mailOwner(tx, call, caller, { prefix, rotated: false })
    await record(tx, call, {
      type: 'api_key.created',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id: row.id, prefix, scopes },
    })
  })
  return { ...viewOfKey(row, now), key }
}

/** @throws Problem `forbidden` for a scope that whoever makes the key does not hold */
function requireHeld({ api_keys }: Config, { permissions }: SessionCaller, scopes: readonly string[]): void {
  const missing = scopes.filter((scope) => !holdsScope(api_keys, permissions, scope))
  if (missing.length === 0) return
  throw new Problem('forbidden', {
    detail: 'A key may do no more than you may yourself.',
    errors: missing.map((scope) => ({
      pointer: `/scopes/${scopes.indexOf(scope)}`,
      detail: `is not yours to give: ${scope}`,
    })),
  })
}

/** @throws Problem `invalid_input` for a longer life than keys may have */
function endOf({ api_keys }: Config, days: number | undefined, now: Seconds): Seconds | null {
  const longest = api_keys.max_lifetime
  if (longest > 0 && days !== undefined && days * day > longest) {
    const most = Math.max(1, Math.floor(longest / day))
    const detail = `is at most ${most}`
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: [{ pointer: '/expires_in_days', detail }],
    })
  }
  if (days !== undefined) return now + days * day
  return longest > 0 ? now + longest : null
}

function tooMany(max: number): Problem {
  const detail =
    max === 0
      ? 'Nobody can make API keys here.'
      : `You have ${max} API keys, and that is the most. Revoke one that you no longer use.`
  return new Problem('conflict', { detail })
}

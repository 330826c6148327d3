import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Config } from '../config/config.ts'
import { newId } from '../crypto/tokens.ts'
import { said } from '../http/words/said.ts'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import type { KeyOwner } from '../store/programs/api-keys.ts'
import type { ApiKeyTable } from '../store/schema/programs.ts'
import * as accounts from '../store/services/accounts.ts'
import * as tenants from '../store/tenants.ts'
import { words } from '../store/words.ts'
import { day } from '../time.ts'
import type { NewKey } from './inputs.ts'
import { mailMaker, newSecret, viewOfKey, type KeyView } from './key.ts'
import { requireGiveable, requireLooksAfter, type Keeper } from './owners/keeper.ts'
import { aboutOwner } from './owners/owner.ts'

/** A key with its secret, which is told this once. */
export type MadeKey = KeyView & { key: string }

/**
 * Makes an API key. It may do what its maker gives it of what they may do themselves, and never more than its owner.
 *
 * @throws Problem `insufficient_user_authentication`; `forbidden` for an owner they do not look after, or a scope that is not
 *   theirs to give; `not_found` for a service account that is not there; `invalid_input`; `conflict` for one key too many
 */
export async function createKey(by: Keeper, owner: KeyOwner, input: NewKey): Promise<MadeKey> {
  requireLooksAfter(by, owner, 'write')
  by.fresh()
  const { app, tenant } = by
  const scopes = [...new Set(input.scopes)]
  requireGiveable(scopes, by.may, 'A key may do no more than you may yourself.')
  const now = app.now()
  const environment = input.environment ?? 'live'
  const { key, key_hash, prefix } = newSecret(environment)
  const row: ApiKeyTable = {
    id: newId('key'),
    tenant_id: tenant.id,
    ...apiKeys.ownerColumns(owner),
    name: input.name,
    environment,
    prefix,
    key_hash,
    issued_by: by.maker,
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
    await holdOwner(tx, owner, tenant.id, scopes)
    await by.hold(tx)
    const { max } = app.config.api_keys
    if ((await apiKeys.countLive(tx, owner, now)) >= max) throw tooMany(owner, max)
    await apiKeys.insert(tx, row)
    await by.made(tx, row.id)
    await mailMaker(tx, by, owner, { prefix, rotated: false })
    await record(tx, by, {
      type: 'api_key.created',
      outcome: 'succeeded',
      ...by.who,
      ...aboutOwner(owner),
      detail: { id: row.id, prefix, scopes },
    })
  })
  return { ...viewOfKey(row, now), key }
}

/** Holds an owner for the rest of the transaction. @throws Problem where there is none, or one that may do less */
async function holdOwner(
  tx: Db,
  { type, id }: KeyOwner,
  tenant_id: string,
  scopes: readonly string[],
): Promise<void> {
  if (type === 'tenant') return tenants.hold(tx, id)
  if (type === 'person') {
    if (!(await users.hold(tx, id))) throw new Problem('not_authenticated')
    return
  }
  const account = await accounts.hold(tx, tenant_id, id)
  if (!account) throw new Problem('not_found', { detail: 'There is no such service account.' })
  const held = words(account.scope)
  requireGiveable(
    scopes,
    (scope) => held.includes(scope),
    'A key may do no more than the service account whose it is.',
  )
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

function tooMany({ type }: KeyOwner, max: number): Problem {
  if (max === 0) return new Problem('conflict', { detail: 'Nobody can make API keys here.' })
  if (type === 'person') return new Problem('conflict', said('keys_most', max))
  const whose = { service_account: 'This service account has', tenant: 'The tenant has' }
  const detail = `${whose[type]} ${max} API keys, and that is the most. Revoke one that is no longer used.`
  return new Problem('conflict', { detail })
}

import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { ownerOf } from '../store/programs/api-keys.ts'
import type { MadeKey } from './create.ts'
import { usualGrace } from './inputs.ts'
import { announceEnd } from './ended.ts'
import { mailMaker, newSecret, viewOfKey } from './key.ts'
import { requireKey } from './list.ts'
import { requireGiveable, type Keeper } from './owners/keeper.ts'
import { aboutOwner } from './owners/owner.ts'
import { words } from '../store/words.ts'

/**
 * Gives a key another secret. The old one works beside it for the grace period, and answers to it say so; one that was
 * replaced before ends now, so that never more than two work. A key with an end begins its life anew.
 *
 * @param grace seconds; 0 ends the old one at once
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` for a key that expired, or that somebody
 *   else rotates at this moment; `forbidden` for what is not theirs to give
 */
export async function rotateKey(by: Keeper, id: string, grace: Seconds = usualGrace): Promise<MadeKey> {
  by.fresh()
  const { app } = by
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const found = await requireKey(by, id, 'write', tx)
    const owner = ownerOf(found)
    // Whoever learns the secret of a program can do what it does.
    if (owner.type !== 'person')
      requireGiveable(words(found.scope), by.may, 'This key does more than you may yourself.')
    const { expires_at, issued_at } = found
    const { key, key_hash, prefix } = newSecret(found.environment === 'test' ? 'test' : 'live')
    const replaced_until = grace === 0 ? null : Math.min(now + grace, expires_at ?? Infinity)
    const next = {
      prefix,
      key_hash,
      issued_by: by.maker,
      replaced_until,
      issued_at: now,
      expires_at: expires_at === null ? null : now + (expires_at - issued_at),
    }
    if (!(await apiKeys.replaceSecret(tx, found, next))) throw changed(expires_at, now)
    // What is dead now is the old secret, or the one before it.
    const dead = replaced_until === null ? now : issued_at
    if (replaced_until === null || found.replaced_hash !== null) await announceEnd(tx, [id], now, dead)
    await mailMaker(tx, by, owner, { prefix, rotated: true })
    await record(tx, by, {
      type: 'api_key.rotated',
      outcome: 'succeeded',
      ...by.who,
      ...aboutOwner(owner),
      detail: { id, prefix, grace },
    })
    return { ...viewOfKey({ ...found, ...next }, now), key }
  })
}

function changed(expires_at: Seconds | null, now: Seconds): Problem {
  const detail =
    expires_at !== null && expires_at <= now
      ? 'This key has expired. Make a new one.'
      : 'This key is being rotated already. Look at it again.'
  return new Problem('conflict', { detail })
}

import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { fingerprint, resealDataKeys } from '../store/operations/data-keys.ts'

/**
 * Puts what is sealed by WARDER_SECRET under its first key. Servers that know both go on meanwhile.
 * @returns how many data keys were under another, and the fingerprint of the one that they are under now
 */
export async function reseal(by: Operator): Promise<{ resealed: number; secret: string }> {
  const { app } = by
  const [first] = app.config.secrets
  const secret = first ? fingerprint(first) : ''
  const resealed = await app.db.transaction().execute(async (tx) => {
    const count = await resealDataKeys(tx, app.config.secrets)
    const detail = { resealed: count, secret }
    if (count > 0) await record(tx, by, { type: 'secret.changed', outcome: 'succeeded', detail })
    return count
  })
  return { resealed, secret }
}

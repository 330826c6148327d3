import type { Seconds } from '@warder/protocol'
import { digest } from '../../crypto/tokens.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/services/credentials.ts'
import type { CredentialRow } from '../../store/services/credentials.ts'
import type { Proof } from './proof.ts'

/** Judges a secret of an account. Two that differ in one character cost the same: what is looked up is a digest. */
export async function proofBySecret(
  db: Db,
  account_id: string,
  secret: string,
  now: Seconds,
): Promise<Proof> {
  const hash = digest(secret)
  const row = await credentials.findBySecret(db, hash)
  return judgeSecret(row, { account_id, hash, now })
}

/** Pure: the table is in secret.test.ts. A secret of another account is as unknown as one that never was. */
export function judgeSecret(
  row: CredentialRow | undefined,
  { account_id, hash, now }: { account_id: string; hash: string; now: Seconds },
): Proof {
  if (row?.account_id !== account_id) return { ok: false, reason: 'unknown' }
  if (row.secret_hash === hash) {
    const credential = { id: row.id, version: row.version }
    if (row.expires_at !== null && row.expires_at <= now) return { ok: false, reason: 'expired', credential }
    return { ok: true, credential }
  }
  const credential = { id: row.id, version: row.replaced_version ?? 0 }
  if ((row.replaced_until ?? 0) <= now) return { ok: false, reason: 'replaced', credential }
  return { ok: true, credential }
}

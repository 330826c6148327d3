import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import * as credentials from '../../store/services/credentials.ts'
import type { CredentialRow } from '../../store/services/credentials.ts'
import { words } from '../../store/words.ts'
import { holdAccount } from '../account.ts'
import { requireGiveable, type Manager } from '../manager.ts'
import type { Issued } from './issue.ts'
import { issuerOf, issueVersion, lifetimeOf } from './issue.ts'
import type { NewCredential } from './inputs.ts'

/** More than these are harder to look after than to replace. */
const most = 10

export type MadeCredential = { row: CredentialRow; told: Issued['told'] }

/**
 * Gives an account something to prove itself by. Whoever does so could use it themselves, and so may do what it may do.
 * @throws Problem `not_found`; `insufficient_user_authentication`; `forbidden`; `invalid_input`; `conflict` for one too many
 */
export async function addCredential(
  by: Manager,
  account_id: string,
  input: NewCredential,
): Promise<MadeCredential> {
  by.fresh()
  const { app } = by
  const issuer = await issuerOf(by)
  return app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const account = await holdAccount(tx, by, account_id)
    requireGiveable(by, words(account.scope))
    const now = app.now()
    if ((await credentials.listOf(tx, account_id)).length >= most)
      throw new Problem('conflict', {
        detail: `A service account has ${most} credentials at most. Revoke one that is not used.`,
      })
    const lifetime = lifetimeOf(by, input.type, input.lifetime_seconds)
    const wanted = { ...input, id: newId('crd'), version: 1, lifetime }
    const { columns, told } = issueVersion(issuer, account, wanted)
    const row: CredentialRow = {
      id: wanted.id,
      account_id,
      name: input.name ?? '',
      type: input.type,
      version: 1,
      lifetime,
      ...columns,
      issued_at: now,
      issued_by: by.maker,
      expires_at: lifetime === null ? null : now + lifetime,
      replaced_version: null,
      replaced_hash: null,
      replaced_jwks: null,
      replaced_jwks_uri: null,
      replaced_until: null,
      proved_at: null,
      last_used_at: null,
      told_at: null,
      created_at: now,
      revoked_at: null,
    }
    await credentials.insert(tx, row)
    await by.made(tx, row.id)
    await record(tx, by, {
      type: 'service_credential.added',
      outcome: 'succeeded',
      ...by.who,
      subject: account_id,
      client_id: account_id,
      detail: { credential: row.id, version: 1, type: row.type, ...by.by_key },
    })
    return { row, told }
  })
}

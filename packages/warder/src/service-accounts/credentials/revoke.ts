import { record } from '../../audit/audit.ts'
import * as credentials from '../../store/services/credentials.ts'
import { requireAccount } from '../account.ts'
import type { Manager } from '../manager.ts'
import {
  endVersions,
  unknownCredential,
  versionsOf,
  viewOfCredential,
  type CredentialView,
} from './credential.ts'

/**
 * Ends a credential, with the version before it and with every token that either got. No fresh sign-in is asked for: whoever
 * ends one in haste has a reason.
 * @throws Problem `not_found`
 */
export async function revokeCredential(by: Manager, account_id: string, id: string): Promise<void> {
  const { app } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    await requireAccount(by, account_id, tx)
    const ended = await credentials.revoke(tx, account_id, id, now)
    if (!ended) throw unknownCredential()
    await endVersions(tx, id, versionsOf(ended), now)
    await record(tx, by, {
      type: 'service_credential.revoked',
      outcome: 'succeeded',
      ...by.who,
      subject: account_id,
      client_id: account_id,
      detail: { credential: id, version: ended.version, ...by.by_key },
    })
  })
}

/** @throws Problem `not_found` */
export async function listCredentials(
  by: Pick<Manager, 'app' | 'tenant'>,
  account_id: string,
): Promise<{ items: CredentialView[]; next_cursor: null }> {
  const { app } = by
  await requireAccount(by, account_id)
  const rows = await credentials.listOf(app.db, account_id)
  return { items: rows.map((row) => viewOfCredential(row, app.now())), next_cursor: null }
}

/** @throws Problem `not_found` */
export async function findCredential(
  by: Pick<Manager, 'app' | 'tenant'>,
  account_id: string,
  id: string,
): Promise<CredentialView> {
  await requireAccount(by, account_id)
  const row = await credentials.find(by.app.db, account_id, id)
  if (!row) throw unknownCredential()
  return viewOfCredential(row, by.app.now())
}

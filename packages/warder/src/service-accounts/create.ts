import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import { newId } from '../crypto/tokens.ts'
import { check } from '../http/body.ts'
import * as accounts from '../store/services/accounts.ts'
import type { ServiceAccountRow } from '../store/services/accounts.ts'
import { newAccount, type NewAccount } from './inputs.ts'
import { requireGiveable, type Manager } from './manager.ts'

/**
 * Makes a service account. It has nothing to prove itself by until it is given a credential.
 * @throws Problem `invalid_input`; `insufficient_user_authentication`; `forbidden` for a scope that is not theirs to give;
 *   `conflict` for one too many
 */
export async function createAccount(by: Manager, asked: NewAccount): Promise<ServiceAccountRow> {
  const input = check(newAccount, asked)
  by.fresh()
  const scopes = [...new Set(input.scopes)]
  requireGiveable(by, scopes, '/scopes')
  const { app, tenant } = by
  const now = app.now()
  const row: ServiceAccountRow = {
    id: newId('svc'),
    tenant_id: tenant.id,
    name: input.name,
    description: input.description,
    scope: scopes.join(' '),
    resources: JSON.stringify([...new Set(input.resources)]),
    token_claims: input.token_claims.join(' '),
    created_by: by.person?.user_id ?? null,
    version: 1,
    disabled_at: null,
    created_at: now,
    updated_at: now,
  }
  await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const { max } = app.config.service_accounts
    if ((await accounts.holdCount(tx, tenant.id)) >= max)
      throw new Problem('conflict', { detail: `There are ${max} service accounts, and that is the most.` })
    await accounts.insert(tx, row)
    await by.made(tx, row.id)
    const detail = { name: row.name, scopes, ...by.by_key }
    await record(tx, by, {
      type: 'service_account.created',
      outcome: 'succeeded',
      ...by.who,
      subject: row.id,
      client_id: row.id,
      detail,
    })
  })
  return row
}

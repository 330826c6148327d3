import { Problem } from '@warder/protocol'
import { announceEnd } from '../api-keys/ended.ts'
import { record, type AuditEvent } from '../audit/audit.ts'
import type { AuditType } from '../audit/events.ts'
import { isState } from '../http/conditional.ts'
import { revokeClient } from '../oauth-server/revoke.ts'
import type { Db } from '../store/open.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import * as accounts from '../store/services/accounts.ts'
import type { AccountChange, ServiceAccountRow } from '../store/services/accounts.ts'
import { words } from '../store/words.ts'
import { endTokens, etagOf, forgetAccount, requireAccount, unknownAccount } from './account.ts'
import type { AccountEdit } from './inputs.ts'
import { requireGiveable, type Manager } from './manager.ts'

/**
 * Changes an account. Disabled, or with a scope less, it loses the tokens it has at once.
 *
 * @param if_match the state it is to be changed from (RFC 9110 §13.1.1); undefined for whatever it is
 * @throws Problem `not_found`; `insufficient_user_authentication`; `forbidden` for a scope that is not theirs to give;
 *   `precondition_failed`, or `conflict` when somebody else changes it at this moment
 */
export async function changeAccount(
  by: Manager,
  id: string,
  edit: AccountEdit,
  if_match?: string,
): Promise<ServiceAccountRow> {
  const { app } = by
  const read = await requireAccount(by, id)
  if (if_match !== undefined && !isState(if_match, etagOf(read)))
    throw new Problem('precondition_failed', { detail: 'It was changed since. Read it again.' })
  const now = app.now()
  const had = words(read.scope)
  const scopes = edit.scopes && [...new Set(edit.scopes)]
  const more = scopes?.filter((scope) => !had.includes(scope)) ?? []
  const fewer = scopes !== undefined && had.some((scope) => !scopes.includes(scope))
  const enables = edit.disabled === false && read.disabled_at !== null
  const disables = edit.disabled === true && read.disabled_at === null
  // To take something away is nobody's gain, and may be urgent.
  if (more.length > 0 || enables || edit.resources !== undefined) by.fresh()
  requireGiveable(by, more)
  // Where its tokens are good, and that there are some, are powers like the scopes that they have.
  if (enables || edit.resources !== undefined) requireGiveable(by, scopes ?? had)
  const change = columnsOf(edit, scopes, { now, disables, enables })
  const changed = await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const row = await accounts.update(tx, read, change, now)
    if (!row)
      throw new Problem('conflict', { detail: 'Somebody else changes it at this moment. Read it again.' })
    if (disables || fewer) {
      await endTokens(tx, id, now)
      // Whoever remembers what they were worth asks anew.
      await announceEnd(tx, await apiKeys.idsOf(tx, { type: 'service_account', id }), now, now)
    }
    await recordChange(tx, by, row, { disables, enables, edit, scopes })
    return row
  })
  forgetAccount(by, id)
  return changed
}

function columnsOf(
  edit: AccountEdit,
  scopes: readonly string[] | undefined,
  { now, disables, enables }: { now: number; disables: boolean; enables: boolean },
): AccountChange {
  return {
    ...(edit.name !== undefined && { name: edit.name }),
    ...(edit.description !== undefined && { description: edit.description }),
    ...(scopes && { scope: scopes.join(' ') }),
    ...(edit.resources && { resources: JSON.stringify([...new Set(edit.resources)]) }),
    ...(edit.token_claims && { token_claims: edit.token_claims.join(' ') }),
    ...(disables && { disabled_at: now }),
    ...(enables && { disabled_at: null }),
  }
}

type Done = {
  disables: boolean
  enables: boolean
  edit: AccountEdit
  scopes: readonly string[] | undefined
}

async function recordChange(
  tx: Db,
  by: Manager,
  { id }: ServiceAccountRow,
  { disables, enables, edit, scopes }: Done,
): Promise<void> {
  const about: Pick<AuditEvent, 'subject' | 'client_id'> = { subject: id, client_id: id }
  const write = (type: AuditType, detail: AuditEvent['detail'] = {}) =>
    record(tx, by, {
      type,
      outcome: 'succeeded',
      ...by.who,
      ...about,
      detail: { ...detail, ...by.by_key },
    })
  if (disables) await write('service_account.disabled')
  if (enables) await write('service_account.enabled')
  const fields = Object.entries(edit).filter(([name, value]) => name !== 'disabled' && value !== undefined)
  if (fields.length === 0) return
  const changed = fields.map(([name]) => name)
  await write('service_account.updated', { changed, ...(scopes && { scopes: [...scopes] }) })
}

/** Ends an account with everything it has: tokens, keys, credentials and trust. @throws Problem `not_found` */
export async function deleteAccount(by: Manager, id: string): Promise<void> {
  const { app, tenant } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    if (!(await accounts.hold(tx, tenant.id, id))) throw unknownAccount()
    await announceEnd(tx, await apiKeys.idsOf(tx, { type: 'service_account', id }), now)
    await accounts.remove(tx, tenant.id, id)
    await revokeClient(tx, tenant, id, now)
    await record(tx, by, {
      type: 'service_account.deleted',
      outcome: 'succeeded',
      ...by.who,
      subject: id,
      client_id: id,
      detail: { ...by.by_key },
    })
  })
  forgetAccount(by, id)
}

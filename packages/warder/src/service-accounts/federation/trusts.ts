import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import * as trusts from '../../store/services/trusts.ts'
import type { TrustRow } from '../../store/services/trusts.ts'
import { words } from '../../store/words.ts'
import { isoTime } from '../../time.ts'
import { holdAccount, requireAccount } from '../account.ts'
import { endVersions } from '../credentials/credential.ts'
import { requireGiveable, type Manager } from '../manager.ts'
import { checkedJwks, type NewTrust } from './rules.ts'

export type TrustView = {
  id: string
  name: string
  issuer: string
  audience: string
  subject: string
  claims: Record<string, string>
  jwks?: unknown
  single_use: boolean
  created_at: string
  last_used_at: string | null
}

export function viewOfTrust(row: TrustRow): TrustView {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    subject: row.subject,
    // As it was written below.
    claims: JSON.parse(row.claims) as Record<string, string>,
    ...(row.jwks !== null && { jwks: JSON.parse(row.jwks) as unknown }),
    single_use: row.single_use_at !== null,
    created_at: isoTime(row.created_at),
    last_used_at: row.last_used_at === null ? null : isoTime(row.last_used_at),
  }
}

const most = 20

/**
 * Lets whoever has such a token of another issuer act as the account.
 * @throws Problem `not_found`; `insufficient_user_authentication`; `forbidden`; `invalid_input`; `conflict` for one too many
 */
export async function addTrust(by: Manager, account_id: string, input: NewTrust): Promise<TrustRow> {
  by.fresh()
  const { app, tenant } = by
  if (input.issuer === tenant.issuer)
    throw new Problem('invalid_input', {
      detail: 'Tokens of this server are no word of another.',
      errors: [{ pointer: '/issuer', detail: 'is this server' }],
    })
  const row = rowOf(by, account_id, input, app.now())
  await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const account = await holdAccount(tx, by, account_id)
    requireGiveable(by, words(account.scope))
    if ((await trusts.listOf(tx, account_id)).length >= most)
      throw new Problem('conflict', { detail: `A service account has ${most} such rules at most.` })
    await trusts.insert(tx, row)
    await by.made(tx, row.id)
    await record(tx, by, {
      type: 'workload_trust.added',
      outcome: 'succeeded',
      ...by.who,
      subject: account_id,
      client_id: account_id,
      detail: { trust: row.id, issuer: row.issuer, sub: row.subject, audience: row.audience, ...by.by_key },
    })
  })
  return row
}

function rowOf({ tenant, maker }: Manager, account_id: string, input: NewTrust, now: Seconds): TrustRow {
  return {
    id: newId('fed'),
    account_id,
    name: input.name ?? '',
    issuer: input.issuer,
    audience: input.audience ?? tenant.issuer,
    subject: input.subject,
    claims: JSON.stringify(input.claims),
    jwks: checkedJwks(input.jwks),
    single_use_at: input.single_use ? now : null,
    last_used_at: null,
    created_at: now,
    created_by: maker,
  }
}

/** Takes a rule away, and with it the tokens that were got by it. @throws Problem `not_found` */
export async function removeTrust(by: Manager, account_id: string, id: string): Promise<void> {
  const { app } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    await requireAccount(by, account_id, tx)
    const gone = await trusts.remove(tx, account_id, id)
    if (!gone) throw unknownTrust()
    await endVersions(tx, id, [1], now)
    await record(tx, by, {
      type: 'workload_trust.removed',
      outcome: 'succeeded',
      ...by.who,
      subject: account_id,
      client_id: account_id,
      detail: { trust: id, issuer: gone.issuer, sub: gone.subject, ...by.by_key },
    })
  })
}

/** @throws Problem `not_found` */
export async function listTrusts(
  by: Pick<Manager, 'app' | 'tenant'>,
  account_id: string,
): Promise<{ items: TrustView[]; next_cursor: null }> {
  await requireAccount(by, account_id)
  const rows = await trusts.listOf(by.app.db, account_id)
  return { items: rows.map(viewOfTrust), next_cursor: null }
}

/** @throws Problem `not_found` */
export async function findTrust(
  by: Pick<Manager, 'app' | 'tenant'>,
  account_id: string,
  id: string,
): Promise<TrustView> {
  await requireAccount(by, account_id)
  const row = await trusts.find(by.app.db, account_id, id)
  if (!row) throw unknownTrust()
  return viewOfTrust(row)
}

function unknownTrust(): Problem {
  return new Problem('not_found', { detail: 'This service account has no such rule.' })
}

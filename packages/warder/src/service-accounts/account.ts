import { Problem, type Seconds } from '@warder/protocol'
import { forgetClient } from '../oauth-server/clients/client.ts'
import type { Db } from '../store/open.ts'
import * as revocations from '../store/oauth/revocations.ts'
import * as accounts from '../store/services/accounts.ts'
import type { ServiceAccountRow } from '../store/services/accounts.ts'
import { words } from '../store/words.ts'
import { day, isoTime } from '../time.ts'
import type { Manager } from './manager.ts'

/** A service account as those see it who look after it. Its id is the `client_id` as well. */
export type AccountView = {
  id: string
  name: string
  description: string
  scopes: string[]
  resources: string[]
  token_claims: string[]
  disabled: boolean
  created_by: string | null
  created_at: string
  updated_at: string
}

export function viewOfAccount(row: ServiceAccountRow): AccountView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    scopes: words(row.scope),
    resources: JSON.parse(row.resources) as string[], // written below
    token_claims: words(row.token_claims),
    disabled: row.disabled_at !== null,
    created_by: row.created_by,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

/** RFC 9110 §8.8.3: names one state of an account. */
export const etagOf = ({ version }: Pick<ServiceAccountRow, 'version'>) => `"${version}"`

/** @throws Problem `not_found`, also for an account of another tenant */
export async function requireAccount(
  { app, tenant }: Pick<Manager, 'app' | 'tenant'>,
  id: string,
  db: Db = app.db,
): Promise<ServiceAccountRow> {
  const row = await accounts.find(db, tenant.id, id)
  if (!row) throw unknownAccount()
  return row
}

/** The same, held for the rest of the transaction. @throws Problem `not_found` */
export async function holdAccount(
  tx: Db,
  { tenant }: Pick<Manager, 'tenant'>,
  id: string,
): Promise<ServiceAccountRow> {
  const row = await accounts.hold(tx, tenant.id, id)
  if (!row) throw unknownAccount()
  return row
}

export function unknownAccount(): Problem {
  return new Problem('not_found', { detail: 'There is no such service account.' })
}

/** The feed keeps what ends so long: no token of an account lives longer. */
export const longestToken: Seconds = day

/** Clocks of our instances may differ by this much: what another one signs in the next seconds is meant as well. */
const leeway: Seconds = 5

/**
 * Ends the access tokens that an account has, and not those of later on.
 * @param forever where it will never have another
 */
export async function endTokens(
  tx: Db,
  account_id: string,
  now: Seconds,
  { forever = false }: { forever?: boolean } = {},
): Promise<void> {
  const until = now + longestToken
  const not_before = forever ? {} : { not_before: now + leeway }
  await revocations.insert(tx, [{ kind: 'client', value: account_id, until, ...not_before }], now)
}

/** Makes this process see a change of its own at once; others see it within five seconds. */
export function forgetAccount({ app, tenant }: Pick<Manager, 'app' | 'tenant'>, id: string): void {
  forgetClient(app, tenant.id, id)
}

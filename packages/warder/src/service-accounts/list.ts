import { pageAsked, pageOf } from '../http/paging.ts'
import * as accounts from '../store/services/accounts.ts'
import { viewOfAccount, type AccountView } from './account.ts'
import type { Manager } from './manager.ts'

const cursorForm = /^svc_[0-9a-z]{1,40}$/

export type AccountPage = { items: AccountView[]; next_cursor: string | null }

/** A page of the accounts of the tenant, by id; `?limit=` and `?cursor=` say which. @throws Problem `invalid_input` */
export function listAccounts(by: Manager, query: URLSearchParams): Promise<AccountPage> {
  return pageOfAccounts(by, pageAsked(query, cursorForm))
}

export async function pageOfAccounts(
  { app, tenant }: Pick<Manager, 'app' | 'tenant'>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AccountPage> {
  const rows = await accounts.list(app.db, tenant.id, limit + 1, cursor)
  const { items, next_cursor } = pageOf(rows, limit, (last) => last.id)
  return { items: items.map(viewOfAccount), next_cursor }
}

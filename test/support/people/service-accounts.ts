import assert from 'node:assert/strict'
import type { AccountView } from '../../../packages/warder/src/service-accounts/account.ts'
import type { ServiceAccountRow } from '../../../packages/warder/src/store/services/accounts.ts'
import type { CredentialView } from '../../../packages/warder/src/service-accounts/credentials/credential.ts'
import type { TrustView } from '../../../packages/warder/src/service-accounts/federation/trusts.ts'
import { json, type TestWarder } from '../warder.ts'
import { program, type Program } from './programs.ts'

export const root = '/api/service-accounts'

export type Made = CredentialView & { secret?: string; token?: string }
export type Tokens = { access_token: string; expires_in: number; scope?: string }

export type Keeper = {
  program: Program
  id: string
  account: (change?: Record<string, unknown>) => Promise<AccountView>
  credential: (account_id: string, input: Record<string, unknown>) => Promise<Made>
  trust: (account_id: string, input: Record<string, unknown>) => Promise<TrustView>
  rotate: (account_id: string, id: string, input?: Record<string, unknown>) => Promise<Made>
  patch: (
    account_id: string,
    edit: Record<string, unknown>,
    headers?: Record<string, string>,
  ) => Promise<Response>
}

async function body<T>(answer: Response, status: number): Promise<T> {
  assert.equal(answer.status, status, await answer.clone().text())
  return json<T>(answer)
}

let keepers = 0

/** Somebody who looks after service accounts: an administrator, unless other roles are named. */
export async function keeper(warder: TestWarder, roles: string[] = ['admin']): Promise<Keeper> {
  const email = `keeper-${++keepers}@example.com`
  const { id } = await warder.user(email, { roles })
  const ada = await ownProgram(warder, email)
  return {
    program: ada,
    id,
    account: async (change = {}) =>
      body(
        await ada.post(root, { name: 'Robot', scopes: ['reports:read', 'reports:write'], ...change }),
        201,
      ),
    credential: async (account_id, input) =>
      body(await ada.post(`${root}/${account_id}/credentials`, input), 201),
    trust: async (account_id, input) => body(await ada.post(`${root}/${account_id}/federation`, input), 201),
    rotate: async (account_id, id, input = {}) =>
      body(await ada.post(`${root}/${account_id}/credentials/${id}/rotate`, input), 200),
    patch: async (account_id, edit, headers = {}) => {
      await ada.get('/auth/me')
      return patch(warder, account_id, edit, { ...ada.headers(), ...headers })
    },
  }
}

/** A program of theirs, in which they sign in anew as soon as a while has passed. */
async function ownProgram(warder: TestWarder, email: string): Promise<Program> {
  let at = warder.clock.now
  let known = await program(warder, email)
  const fresh = async () => {
    if (Math.abs(warder.clock.now - at) <= 200) return known
    at = warder.clock.now
    known = await program(warder, email)
    return known
  }
  return {
    get: async (path) => (await fresh()).get(path),
    post: async (path, body) => (await fresh()).post(path, body),
    put: async (path, body) => (await fresh()).put(path, body),
    remove: async (path) => (await fresh()).remove(path),
    headers: () => known.headers(),
  }
}

/** A change of an account, by whoever sends these headers. */
export function patch(
  warder: TestWarder,
  account_id: string,
  edit: Record<string, unknown>,
  headers: Record<string, string>,
): Promise<Response> {
  const text = JSON.stringify(edit)
  const sized = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return warder.request(`${root}/${account_id}`, {
    method: 'PATCH',
    body: text,
    headers: { ...sized, ...headers },
  })
}

export const basic = (id: string, secret = '') => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })

/** A token by a secret. */
export function askBySecret(
  warder: TestWarder,
  account_id: string,
  secret: string | undefined,
  fields: Record<string, string> = {},
): Promise<Response> {
  return warder.form(
    '/oauth/token',
    { grant_type: 'client_credentials', ...fields },
    basic(account_id, secret),
  )
}

/** The claims of a token, unread. */
export function claimsOf(token: string): Record<string, unknown> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return JSON.parse(payload) as Record<string, unknown>
}

/** Why service accounts were refused, as the audit has it. */
export async function refusals(warder: TestWarder, account_id: string): Promise<Record<string, unknown>[]> {
  const rows = await warder.app.db
    .selectFrom('audit_event')
    .select('detail')
    .where('type', '=', 'client.authentication')
    .where('client_id', '=', account_id)
    .orderBy('seq')
    .execute()
  return rows.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>)
}

/** An account in the database. */
export function accountRow(id: string, more: Partial<ServiceAccountRow> = {}): ServiceAccountRow {
  return {
    id,
    tenant_id: 'ten_default',
    name: 'Robot',
    description: '',
    scope: '',
    resources: '[]',
    token_claims: '',
    created_by: null,
    version: 1,
    disabled_at: null,
    created_at: 1,
    updated_at: 1,
    ...more,
  }
}

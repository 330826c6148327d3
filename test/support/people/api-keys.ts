import assert from 'node:assert/strict'
import type { ApiKeyTable } from '../../../packages/warder/src/store/schema/programs.ts'
import { json, type TestWarder } from '../warder.ts'
import { program, type Program } from './programs.ts'

/** A key as `POST /api/keys` and its neighbours tell it. */
export type Key = {
  id: string
  owner: { type: string; id: string }
  key: string
  prefix: string
  name: string
  scopes: string[]
  environment: string
  ip_allowlist: string[]
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  use_count: number
  status: string
  replaced_until: string | null
}

/** A person makes a key, by what `headers` they send. */
export async function makeKey(
  warder: TestWarder,
  headers: Record<string, string>,
  more: Record<string, unknown> = {},
): Promise<Key> {
  const body = { name: 'Robot', scopes: ['profile:read'], ...more }
  const answer = await warder.post('/api/keys', body, headers)
  assert.equal(answer.status, 201, await answer.clone().text())
  return json<Key>(answer)
}

/** The same for somebody with an access token; the key alone. */
export async function newApiKey(warder: TestWarder, access_token: string, more = {}): Promise<string> {
  return (await makeKey(warder, { authorization: `Bearer ${access_token}` }, more)).key
}

export type Holder = { email: string; id: string; program: Program; made: Key }

/** People with a key each, and what becomes of it. */
export function holders(warder: TestWarder) {
  let people = 0
  return {
    someone: async (more: Record<string, unknown> = {}): Promise<Holder> => {
      const email = `person-${++people}@example.com`
      const { id } = await warder.user(email)
      const ada = await program(warder, email)
      return { email, id, program: ada, made: await makeKey(warder, ada.headers(), more) }
    },
    /** What `GET /auth/me` answers to a key. */
    status: async (key: string, address?: string): Promise<number> =>
      (await warder.request('/auth/me', { headers: { 'x-api-key': key } }, address)).status,
    /** Why keys of a person were refused, as the audit has it. */
    refusals: async (user_id: string): Promise<string[]> => {
      const rows = await warder.app.db
        .selectFrom('audit_event')
        .select('detail')
        .where('type', '=', 'api_key.refused')
        .where('subject', '=', user_id)
        .execute()
      return rows.map(({ detail }) => (JSON.parse(detail) as { reason: string }).reason)
    },
  }
}

/** A key in the database, which nobody has. */
export function apiKeyRow(id: string, user_id: string | null, more: Partial<ApiKeyTable> = {}): ApiKeyTable {
  return {
    id,
    tenant_id: 'ten_default',
    user_id,
    service_account_id: null,
    name: 'Robot',
    environment: 'live',
    prefix: 'wdr_live_0Abcdefg',
    key_hash: `hash of ${id}`,
    issued_by: null,
    replaced_hash: null,
    replaced_until: null,
    scope: 'profile:read',
    ip_allowlist: '',
    created_at: 1,
    issued_at: 1,
    expires_at: null,
    last_used_at: null,
    use_count: 0,
    revoked_at: null,
    ...more,
  }
}

import assert from 'node:assert/strict'
import { loadConfig } from '../../../packages/warder/src/config/load.ts'
import { newClientRow } from '../../../packages/warder/src/oauth-server/register.ts'
import type { ClientRow } from '../../../packages/warder/src/store/oauth/clients.ts'
import type { Db } from '../../../packages/warder/src/store/open.ts'

/** The address of a document, by which a client is known in every tenant. */
export const document = 'https://tools.example/client.json'
export const here = { tenant_id: 'ten_default', client_id: document }
export const there = { tenant_id: 'ten_acme', client_id: document }

const loaded = await loadConfig({
  flags: {
    issuer: 'https://id.example',
    database_url: 'sqlite::memory:',
    secret: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A',
  },
  env: {},
  purpose: 'command',
})
assert.ok(loaded.ok)
const { config } = loaded

/** What a tenant writes down of a client that describes itself. */
export function rowOf({ tenant_id, client_id }: { tenant_id: string; client_id: string }): ClientRow {
  const by = { app: { config, now: () => 1 }, tenant: { id: tenant_id } }
  const input = { name: 'Tool belt', type: 'public', redirect_uris: ['https://tools.example/cb'] }
  return { ...newClientRow(by, input, 'itself').row, client_id, registered_at: 1 }
}

/** A second tenant of the common directory, so that one person is somebody in both. */
export async function addTenant(db: Db): Promise<void> {
  const tenant = {
    id: there.tenant_id,
    directory_id: 'dir_common',
    slug: 'acme',
    name: 'Acme',
    created_at: 1,
  }
  await db
    .insertInto('tenant')
    .values({ ...tenant, issuer: null, suspended_at: null })
    .execute()
}

export async function addGrant(
  db: Db,
  id: string,
  { tenant_id, client_id }: { tenant_id: string; client_id: string },
): Promise<void> {
  const facts = { user_id: 'usr_ada', session_id: 'ses_1', offline_at: null, scope: 'openid', resource: '' }
  const times = { auth_time: 1, created_at: 1, revoked_at: null, review_at: 100 }
  await db
    .insertInto('oauth_grant')
    .values({ id, tenant_id, client_id, ...facts, amr: 'pwd', ...times })
    .execute()
}

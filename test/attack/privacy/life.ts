import { sql } from 'kysely'
import type { Db } from '../../../packages/warder/src/store/open.ts'

type Value = string | number | null
type Row = Record<string, Value>

/** A word that stands in one column of one table, for one person. */
export const canary = (who: string, table: string, column: string): string => `${who}-${table}-${column}`

/** Which tables there are, with their columns: read from the database itself, so that none is forgotten. */
export async function tablesOf(
  db: Db,
): Promise<Map<string, { name: string; text: boolean; counted: boolean }[]>> {
  const tables = await db.introspection.getTables()
  return new Map(
    tables.map(({ name, columns }) => [
      name,
      columns.map((column) => ({
        name: column.name,
        text: column.dataType.toLowerCase() === 'text',
        counted: column.name === 'seq',
      })),
    ]),
  )
}

/** Adds a row in which every text that is not given is a canary, and every number a time. */
async function put(db: Db, who: string, table: string, given: Row): Promise<void> {
  const columns = (await tablesOf(db)).get(table) ?? []
  const row: Row = Object.fromEntries(
    columns
      .filter(({ counted }) => !counted)
      .map(({ name, text }) => [name, text ? canary(who, table, name) : 1_800_000_500]),
  )
  const all = Object.entries({ ...row, ...given })
  const names = sql.join(all.map(([name]) => sql.ref(name)))
  const values = sql.join(all.map(([, value]) => value))
  await sql`insert into ${sql.table(table)} (${names}) values (${values})`.execute(db)
}

/**
 * A row in every table that may hold something of a person: more than anybody does, and of each column something that can be
 * looked for.
 */
export async function wholeLife(
  db: Db,
  { who, id, client_id }: { who: string; id: string; client_id: string },
) {
  const add = (table: string, given: Row) => put(db, who, table, given)
  const tenant_id = 'ten_default'
  const directory_id = 'dir_common'
  const later = 2_000_000_000
  const json = (table: string, column: string) => JSON.stringify({ [column]: canary(who, table, column) })
  const user = { id, claims: JSON.stringify({ nickname: canary(who, 'user', 'claims') }), locale: 'de' }
  await db
    .updateTable('user')
    .set({ claims: user.claims, locale: user.locale })
    .where('id', '=', id)
    .execute()
  await add('user_email', { user_id: id, directory_id, held_until: null })
  await add('user_role', { user_id: id, tenant_id })
  await add('membership', { user_id: id, tenant_id })
  for (const method of ['passkey', 'totp', 'sms', 'backup_code', 'phone', 'identity']) {
    const data = JSON.stringify({
      sealed: `${who}-secret-${method}`,
      public_key: `${who}-secret-${method}`,
      sign_in: true,
      provider: 'acme',
      label: canary(who, 'credential', 'label'),
    })
    const lookup =
      method === 'phone' ? `+4179${who.length}123456` : `https://issuer.example ${who}-lookup-${method}`
    await add('credential', {
      id: `${who}-${method}`,
      user_id: id,
      directory_id,
      method,
      data,
      lookup,
      locked_at: null,
    })
  }
  await add('known_device', { user_id: id, country: 'CH' })
  await add('known_country', { user_id: id, country: 'NZ' })
  const session_id = canary(who, 'session', 'id')
  await add('session', {
    user_id: id,
    directory_id,
    tenant_id,
    revoked_at: null,
    idle_expires_at: later,
    expires_at: later,
  })
  await add('session_client', { session_id, client_id })
  await add('connection', { tenant_id, data: '{}' })
  await add('foreign_session', { session_id, connection_id: canary(who, 'connection', 'id') })
  await add('consent_record', { user_id: id, tenant_id, action: 'given' })
  const provisioner_id = canary(who, 'provisioner', 'id')
  await add('provisioner', { tenant_id, issued_by: id })
  await add('provisioned_user', {
    user_id: id,
    provisioner_id,
    resource: json('provisioned_user', 'resource'),
  })
  await add('provisioned_group', { provisioner_id })
  await add('provisioned_member', { group_id: canary(who, 'provisioned_group', 'id'), user_id: id })
  await add('consent', { user_id: id, client_id, tenant_id })
  const claims = json('oauth_grant', 'claims')
  const authorization_details = json('oauth_grant', 'authorization_details')
  await add('oauth_grant', {
    user_id: id,
    tenant_id,
    client_id,
    session_id,
    claims,
    authorization_details,
    revoked_at: null,
  })
  const grant_id = canary(who, 'oauth_grant', 'id')
  await add('refresh_token', { grant_id, client_id, expires_at: later, consumed_at: null })
  await add('access_token', { grant_id, expires_at: later })
  await add('opaque_token', { claims: JSON.stringify({ sub: id, jti: who }), expires_at: later })
  await add('muted_client', { user_id: id, client_id })
  const api_key_id = canary(who, 'api_key', 'id')
  await add('api_key', {
    tenant_id,
    user_id: id,
    service_account_id: null,
    issued_by: id,
    revoked_at: null,
    expires_at: later,
  })
  await add('api_key_usage', { api_key_id, day: '2027-01-15' })
  await add('agent', {
    tenant_id,
    user_id: id,
    keys_by: id,
    jwks: json('agent', 'jwks'),
    resources: json('agent', 'resources'),
  })
  const provider = canary(who, 'vault_provider', 'name')
  await add('vault_provider', { tenant_id, definition: '{}' })
  await add('vault_connection', { tenant_id, user_id: id, provider, locked_by: null, locked_until: null })
  await add('vault_user', { connection_id: canary(who, 'vault_connection', 'id') })
  await add('audit_event', {
    tenant_id,
    actor: id,
    subject: id,
    type: 'user.updated',
    outcome: 'succeeded',
    detail: json('audit_event', 'detail'),
  })
  const token_hash = canary(who, 'one_time_token', 'token_hash')
  await add('one_time_token', {
    purpose: 'password_reset',
    subject: id,
    data: '{}',
    expires_at: later,
    consumed_at: null,
  })
  await add('guess', { user_id: id, expires_at: later })
  await add('logout_notice', { tenant_id, client_id, user_id: id, session_id })
  await add('approval_notice', { id: token_hash, client_id })
  const account_id = canary(who, 'service_account', 'id')
  await add('service_account', { tenant_id, created_by: id, resources: '[]' })
  await add('service_credential', { account_id, issued_by: id })
  await add('workload_trust', { account_id, created_by: id })
  await add('webhook', { tenant_id, issued_by: id, types: '[]' })
  const body = JSON.stringify({ type: 'user.updated', data: { subject: id } })
  await add('webhook_delivery', { webhook_id: canary(who, 'webhook', 'id'), body })
}

/** Columns in which a life has something else than a canary. */
export const given = new Set([
  'user.email',
  'user.full_name',
  'user.locale',
  'user.passwordless_proved_by',
  'user.claims',
  'user_role.tenant_id',
  'membership.tenant_id',
  'credential.method',
  'credential.lookup',
  'credential.data',
  'known_device.country',
  'known_country.country',
  'session.tenant_id',
  'session_client.session_id',
  'foreign_session.session_id',
  'provisioned_user.provisioner_id',
  'provisioned_member.group_id',
  'foreign_session.connection_id',
  'consent_record.tenant_id',
  'consent_record.action',
  'consent.tenant_id',
  'oauth_grant.tenant_id',
  'oauth_grant.session_id',
  'api_key.tenant_id',
  'api_key_usage.day',
  'api_key_usage.api_key_id',
  'agent.tenant_id',
  'vault_connection.tenant_id',
  'vault_connection.provider',
  'vault_user.connection_id',
  'audit_event.tenant_id',
  'audit_event.type',
  'audit_event.outcome',
  'audit_event.actor',
  'audit_event.subject',
])

import type { Row, RowsOf } from '../../store/privacy/personal-rows.ts'
import { words } from '../../store/words.ts'
import { isoTime } from '../../time.ts'
import { shownDeed, shownEvent } from './events.ts'
import { shownWay } from './ways-in.ts'

/**
 * The columns of a table by how they are written. One that is not listed is not in the copy: a secret, the digest of one,
 * or of no interest to anybody.
 */
type Columns = { plain?: string[]; times?: string[]; words?: string[]; json?: string[] }

export type Section = Omit<RowsOf, 'columns'> & {
  /** In the document. */
  name: string
  columns: Columns
  /** What a row says, where the columns alone would say too much. */
  shown?: (row: Row, user_id: string) => Row
}

const bySession = { column: 'session_id', of: { table: 'session', key: 'id', by: 'user_id' } } as const
const byKey = { column: 'api_key_id', of: { table: 'api_key', key: 'id', by: 'user_id' } } as const
const byConnection = {
  column: 'connection_id',
  of: { table: 'vault_connection', key: 'id', by: 'user_id' },
} as const

/** What is known of a person, by table. The first one is of a single row. */
// oxfmt-ignore
export const sections: readonly [Section, ...Section[]] = [
  { name: 'person', table: 'user', by: 'id', key: ['id'], columns: {
    plain: ['id', 'email', 'full_name', 'locale', 'passwordless_proved_by'],
    times: ['email_verified_at', 'disabled_at', 'deactivated_at', 'password_change_required_at', 'second_factor_required_at',
      'mfa_enabled_at', 'passkey_offered_at', 'passwordless_proved_at', 'password_kept_at', 'last_login_at', 'created_at', 'updated_at'],
    json: ['claims'],
  } },
  { name: 'email_addresses', table: 'user_email', by: 'user_id', key: ['id'], columns: {
    plain: ['id', 'email'],
    times: ['verified_at', 'created_at', 'held_until'],
  } },
  { name: 'ways_in', table: 'credential', by: 'user_id', key: ['method', 'id'], shown: shownWay, columns: {
    plain: ['id', 'method', 'name', 'lookup', 'data'],
    times: ['last_used_at', 'locked_at', 'created_at', 'updated_at'],
  } },
  { name: 'devices', table: 'known_device', by: 'user_id', key: ['browser_hash'], columns: {
    plain: ['user_agent', 'address', 'country'],
    times: ['first_seen_at', 'last_seen_at', 'trusted_until'],
  } },
  { name: 'countries', table: 'known_country', by: 'user_id', key: ['country'], columns: {
    plain: ['country'],
    times: ['first_seen_at', 'last_seen_at'],
  } },
  { name: 'sessions', table: 'session', by: 'user_id', key: ['created_at', 'id'], columns: {
    plain: ['id', 'tenant_id', 'user_agent', 'address', 'noted_change', 'opened_from'],
    words: ['amr'],
    times: ['auth_time', 'created_at', 'last_seen_at', 'idle_expires_at', 'expires_at', 'remembered_at', 'suspect_at', 'revoked_at'],
  } },
  { name: 'session_applications', table: 'session_client', by: bySession, key: ['session_id', 'client_id'], client: true, columns: {
    plain: ['session_id', 'client_id'],
    times: ['first_at'],
  } },
  { name: 'sessions_elsewhere', table: 'foreign_session', by: bySession, key: ['session_id'], columns: {
    plain: ['session_id', 'connection_id', 'name_id', 'name_format', 'name_qualifier', 'session_index'],
  } },
  { name: 'consents', table: 'consent_record', by: 'user_id', key: ['document', 'seq'], columns: {
    plain: ['document', 'version', 'action', 'source', 'tenant_id', 'request_id'],
    times: ['recorded_at'],
  } },
  { name: 'roles', table: 'user_role', by: 'user_id', key: ['tenant_id', 'role'], columns: {
    plain: ['tenant_id', 'role'],
    times: ['granted_at'],
  } },
  { name: 'memberships', table: 'membership', by: 'user_id', key: ['tenant_id'], columns: {
    plain: ['tenant_id'],
    times: ['created_at'],
  } },
  { name: 'provisioned', table: 'provisioned_user', by: 'user_id', key: ['provisioner_id'], columns: {
    plain: ['provisioner_id', 'user_name_key', 'external_id', 'version'],
    json: ['resource'],
    times: ['disabled_at', 'created_at', 'updated_at'],
  } },
  { name: 'provisioned_groups', table: 'provisioned_member', by: 'user_id', key: ['group_id'], columns: {
    plain: ['group_id'],
  } },
  { name: 'applications', table: 'consent', by: 'user_id', key: ['client_id'], client: true, columns: {
    plain: ['client_id', 'tenant_id', 'redirect_host'],
    words: ['scope', 'resource'],
    times: ['granted_at', 'withdrawn_at'],
  } },
  { name: 'application_grants', table: 'oauth_grant', by: 'user_id', key: ['id'], client: true, columns: {
    plain: ['id', 'tenant_id', 'client_id', 'session_id'],
    words: ['scope', 'resource', 'amr'],
    json: ['claims', 'authorization_details'],
    times: ['offline_at', 'auth_time', 'created_at', 'revoked_at'],
  } },
  { name: 'muted_applications', table: 'muted_client', by: 'user_id', key: ['client_id'], client: true, columns: {
    plain: ['client_id'],
    times: ['muted_at'],
  } },
  { name: 'api_keys', table: 'api_key', by: 'user_id', key: ['created_at', 'id'], columns: {
    plain: ['id', 'tenant_id', 'name', 'environment', 'prefix', 'use_count'],
    words: ['scope', 'ip_allowlist'],
    times: ['created_at', 'issued_at', 'replaced_until', 'expires_at', 'last_used_at', 'revoked_at'],
  } },
  { name: 'api_key_uses', table: 'api_key_usage', by: byKey, key: ['api_key_id', 'day'], columns: {
    plain: ['api_key_id', 'day', 'uses'],
  } },
  { name: 'agents', table: 'agent', by: 'user_id', key: ['created_at', 'id'], columns: {
    plain: ['id', 'tenant_id', 'name', 'purpose', 'token_lifetime', 'version'],
    words: ['scope', 'actions', 'sensitive', 'workspaces', 'runtimes'],
    // Of keys, only the public ones are ever here.
    json: ['jwks', 'resources'],
    times: ['keys_at', 'on_behalf_at', 'created_at', 'updated_at', 'last_used_at', 'stopped_at'],
  } },
  { name: 'connections', table: 'vault_connection', by: 'user_id', key: ['tenant_id', 'provider'], columns: {
    plain: ['id', 'tenant_id', 'provider'],
    words: ['scope'],
    times: ['reauth_required_at', 'created_at', 'connected_at', 'last_used_at'],
  } },
  { name: 'connection_programs', table: 'vault_user', by: byConnection, key: ['connection_id', 'program'], columns: {
    plain: ['connection_id', 'program'],
    words: ['methods'],
    times: ['hand_over_at', 'created_at', 'last_used_at'],
  } },
  { name: 'events', table: 'audit_event', by: 'subject', key: ['seq'], shown: shownEvent, columns: {
    plain: ['seq', 'type', 'outcome', 'tenant_id', 'actor', 'client_id', 'session_id', 'request_id', 'address', 'user_agent'],
    json: ['detail'],
    times: ['time'],
  } },
  { name: 'done_to_others', table: 'audit_event', by: 'actor', not_by: 'subject', key: ['seq'], shown: shownDeed, columns: {
    plain: ['seq', 'type', 'outcome', 'tenant_id', 'client_id', 'session_id', 'request_id', 'address', 'user_agent'],
    times: ['time'],
  } },
]

/** All columns that a section reads. */
export const columnsOf = ({ columns }: Pick<Section, 'columns'>): string[] => Object.values(columns).flat()

/** A row as it stands in the copy. */
export function written({ columns, shown, client }: Section, read: Row, user_id: string): Row {
  const row = client ? { ...read, client_id: read['client'] } : read
  const each = (names: string[] = [], write: (value: unknown) => unknown) =>
    names.map((name) => [name, row[name] === null ? null : write(row[name])] as const)
  const plain: Row = Object.fromEntries([
    ...each(columns.plain, (value) => value),
    ...each(columns.words, (value) => words(String(value))),
    ...each(columns.json, (value) => JSON.parse(String(value)) as unknown), // written by whoever has the column
    ...each(columns.times, (value) => isoTime(Number(value))),
  ])
  return shown ? shown(plain, user_id) : plain
}

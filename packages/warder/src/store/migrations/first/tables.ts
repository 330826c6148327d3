import type { Migration } from '../migration.ts'
import { agentIndexes, agentTables } from './agent-tables.ts'
import { federationIndexes, federationTables } from './federation-tables.ts'
import { indexes } from './indexes.ts'
import { oauthTables } from './oauth-tables.ts'
import { programIndexes, programTables } from './program-tables.ts'
import { provisioningIndexes, provisioningTables } from './provisioning-tables.ts'
import { serviceIndexes, serviceTables } from './service-tables.ts'
import { vaultIndexes, vaultTables } from './vault-tables.ts'
import { webhookIndexes, webhookTables } from './webhook-tables.ts'

/** Types, keys and what they mean: `store/schema/`. */
const tables = [
  `create table directory (
    id text primary key,
    name text not null,
    created_at bigint not null
  )`,
  `create table tenant (
    id text primary key,
    directory_id text not null references directory (id),
    slug text not null,
    name text not null,
    issuer text,
    second_factor_required_at bigint,
    pairwise_salt text,
    seats integer,
    tier text,
    suspended_at bigint,
    deleted_at bigint,
    erased_at bigint,
    created_at bigint not null
  )`,
  `create table tenant_domain (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    challenge text not null,
    created_at bigint not null,
    verified_at bigint,
    seen_at bigint,
    check_at bigint not null
  )`,
  `create table signing_key (
    kid text primary key,
    tenant_id text not null references tenant (id),
    alg text not null,
    public_jwk text not null,
    private_key text not null,
    created_at bigint not null,
    active_at bigint not null,
    retired_at bigint,
    removed_at bigint
  )`,
  `create table "user" (
    id text primary key,
    directory_id text not null references directory (id),
    email text not null,
    full_name text not null,
    locale text,
    claims text,
    email_verified_at bigint,
    disabled_at bigint,
    deactivated_at bigint,
    password_change_required_at bigint,
    second_factor_required_at bigint,
    mfa_enabled_at bigint,
    passkey_offered_at bigint,
    passwordless_proved_at bigint,
    passwordless_proved_by text,
    password_kept_at bigint,
    last_login_at bigint,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table user_email (
    id text primary key,
    user_id text not null references "user" (id) on delete cascade,
    directory_id text not null references directory (id),
    email text not null,
    email_key text not null,
    verified_at bigint,
    created_at bigint not null,
    held_until bigint,
    hold_rank integer not null
  )`,
  `create table user_role (
    user_id text not null references "user" (id) on delete cascade,
    tenant_id text not null references tenant (id),
    role text not null,
    granted_at bigint not null,
    primary key (user_id, tenant_id, role)
  )`,
  `create table membership (
    tenant_id text not null references tenant (id),
    user_id text not null references "user" (id) on delete cascade,
    created_at bigint not null,
    primary key (tenant_id, user_id)
  )`,
  `create table role (
    tenant_id text not null references tenant (id),
    name text not null,
    permissions text not null,
    description text not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, name)
  )`,
  `create table credential (
    id text primary key,
    user_id text not null references "user" (id) on delete cascade,
    directory_id text not null references directory (id),
    method text not null,
    lookup text not null,
    data text not null,
    name text,
    last_used_at bigint,
    locked_at bigint,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table known_device (
    user_id text not null references "user" (id) on delete cascade,
    browser_hash text not null,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    user_agent text not null,
    address text not null,
    country text,
    trusted_until bigint,
    primary key (user_id, browser_hash)
  )`,
  `create table known_country (
    user_id text not null references "user" (id) on delete cascade,
    country text not null,
    first_seen_at bigint not null,
    last_seen_at bigint not null,
    primary key (user_id, country)
  )`,
  `create table session (
    id text primary key,
    token_hash text,
    user_id text not null references "user" (id) on delete cascade,
    directory_id text not null references directory (id),
    tenant_id text not null references tenant (id),
    browser_hash text,
    amr text not null,
    auth_time bigint not null,
    user_agent text not null,
    address text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    idle_expires_at bigint not null,
    expires_at bigint not null,
    remembered_at bigint,
    suspect_at bigint,
    noted_change text,
    opened_from text,
    revoked_at bigint
  )`,
  `create table consent_record (
    seq identity primary key,
    user_id text not null,
    tenant_id text not null references tenant (id),
    document text not null,
    version text not null,
    action text not null,
    source text not null,
    request_id text not null,
    recorded_at bigint not null
  )`,
  `create table data_key (
    id text primary key,
    sealed_by text not null,
    sealed text not null,
    created_at bigint not null,
    retired_at bigint
  )`,
  `create table counter (
    key text primary key,
    count bigint not null,
    expires_at bigint not null
  )`,
  `create table guess (
    key text primary key,
    user_id text,
    failures integer not null,
    ready_at bigint not null,
    expires_at bigint not null
  )`,
  `create table audit_event (
    seq identity primary key,
    time bigint not null,
    type text not null,
    outcome text not null,
    tenant_id text not null,
    actor text,
    subject text,
    client_id text,
    session_id text,
    request_id text not null,
    address text not null,
    user_agent text not null,
    detail text not null
  )`,
  `create table audit_seal (
    number bigint primary key,
    first_seq bigint not null,
    last_seq bigint not null,
    events bigint not null,
    newest_at bigint not null,
    digest text not null,
    mac text not null,
    sealed_at bigint not null
  )`,
  `create table audit_erasure (
    seq identity primary key,
    pseudonym text not null,
    sealed text not null
  )`,
  `create table outbox (
    seq identity primary key,
    id text not null unique,
    channel text not null,
    recipient text not null,
    sealed text,
    created_at bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    sent_at bigint,
    failed_at bigint,
    last_error text
  )`,
]

const firstRows = [
  `insert into directory (id, name, created_at)
    select 'dir_common', 'Everyone', applied_at from schema_migration where version = 1`,
  `insert into tenant (id, directory_id, slug, name, issuer, suspended_at, created_at)
    select 'ten_default', 'dir_common', 'default', 'Default', null, null, applied_at
    from schema_migration where version = 1`,
]

export const firstTables: Migration = {
  version: 1,
  name: 'first-tables',
  statements: [
    ...tables,
    ...oauthTables,
    ...serviceTables,
    ...provisioningTables,
    ...programTables,
    ...agentTables,
    ...vaultTables,
    ...federationTables,
    ...webhookTables,
    ...indexes,
    ...programIndexes,
    ...agentIndexes,
    ...serviceIndexes,
    ...provisioningIndexes,
    ...vaultIndexes,
    ...federationIndexes,
    ...webhookIndexes,
    ...firstRows,
  ],
}

/** Service accounts. Types, keys and what they mean: `store/schema/services.ts`. */
export const serviceTables = [
  `create table service_account (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    description text not null,
    scope text not null,
    resources text not null,
    token_claims text not null,
    created_by text references "user" (id) on delete set null,
    version bigint not null,
    disabled_at bigint,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table service_credential (
    id text primary key,
    account_id text not null references service_account (id) on delete cascade,
    name text not null,
    type text not null,
    version bigint not null,
    lifetime bigint,
    secret_hash text,
    jwks text,
    jwks_uri text,
    issued_at bigint not null,
    expires_at bigint,
    replaced_version bigint,
    replaced_hash text,
    replaced_jwks text,
    replaced_jwks_uri text,
    replaced_until bigint,
    proved_at bigint,
    last_used_at bigint,
    told_at bigint,
    created_at bigint not null,
    revoked_at bigint
  )`,
  `create table workload_trust (
    id text primary key,
    account_id text not null references service_account (id) on delete cascade,
    name text not null,
    issuer text not null,
    audience text not null,
    subject text not null,
    claims text not null,
    jwks text,
    single_use_at bigint,
    last_used_at bigint,
    created_at bigint not null
  )`,
]

export const serviceIndexes = [
  'create index service_account_by_tenant on service_account (tenant_id, id)',
  'create index service_account_by_maker on service_account (created_by) where created_by is not null',
  'create index service_credential_by_account on service_credential (account_id, id)',
  'create unique index service_credential_by_secret on service_credential (secret_hash) where secret_hash is not null',
  'create unique index service_credential_by_replaced on service_credential (replaced_hash) where replaced_hash is not null',
  // Versions that end and that nobody was told of yet; grace that ends and is not yet in the feed.
  'create index service_credential_by_end on service_credential (expires_at) where told_at is null and revoked_at is null',
  "create index service_credential_by_grace on service_credential (replaced_until) where type = 'jwt' and replaced_until is not null",
  'create index service_credential_by_revocation on service_credential (revoked_at) where revoked_at is not null',
  'create index workload_trust_by_account on workload_trust (account_id, id)',
]

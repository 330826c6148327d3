/** What programs present. Types, keys and what they mean: `store/schema/`. */
export const programTables = [
  `create table api_key (
    id text primary key,
    tenant_id text not null references tenant (id),
    user_id text references "user" (id) on delete cascade,
    service_account_id text references service_account (id) on delete cascade,
    name text not null,
    environment text not null,
    prefix text not null,
    key_hash text not null,
    issued_by text references "user" (id) on delete set null,
    replaced_hash text,
    replaced_until bigint,
    scope text not null,
    ip_allowlist text not null,
    created_at bigint not null,
    issued_at bigint not null,
    expires_at bigint,
    last_used_at bigint,
    use_count bigint not null,
    revoked_at bigint
  )`,
  `create table api_key_usage (
    api_key_id text not null references api_key (id) on delete cascade,
    day text not null,
    uses bigint not null,
    primary key (api_key_id, day)
  )`,
]

export const programIndexes = [
  'create unique index api_key_by_hash on api_key (key_hash)',
  'create unique index api_key_by_replaced on api_key (replaced_hash) where replaced_hash is not null',
  'create index api_key_by_user on api_key (user_id, created_at, id)',
  'create index api_key_by_account on api_key (service_account_id, created_at, id) where service_account_id is not null',
  'create index api_key_by_issuer on api_key (issued_by, issued_at) where issued_by is not null',
  'create index api_key_of_tenant on api_key (tenant_id, created_at, id) where user_id is null and service_account_id is null',
  'create index api_key_by_tenant on api_key (tenant_id, id)',
  'create index api_key_by_expiry on api_key (expires_at) where expires_at is not null',
  'create index api_key_by_revocation on api_key (revoked_at) where revoked_at is not null',
  'create index api_key_usage_by_day on api_key_usage (day)',
]

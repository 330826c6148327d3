/** Connections to other services. Types, keys and what they mean: `store/schema/vault.ts`. */
export const vaultTables = [
  `create table vault_provider (
    tenant_id text not null references tenant (id),
    name text not null,
    title text not null,
    definition text not null,
    client_id text,
    client_secret text,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, name)
  )`,
  `create table vault_connection (
    id text primary key,
    tenant_id text not null,
    user_id text not null references "user" (id) on delete cascade,
    provider text not null,
    scope text not null,
    grant_sealed text not null,
    reauth_required_at bigint,
    created_at bigint not null,
    connected_at bigint not null,
    last_used_at bigint,
    locked_by text,
    locked_until bigint,
    foreign key (tenant_id, provider) references vault_provider (tenant_id, name)
  )`,
  `create table vault_user (
    connection_id text not null references vault_connection (id) on delete cascade,
    program text not null,
    methods text not null,
    hand_over_at bigint,
    created_at bigint not null,
    last_used_at bigint,
    primary key (connection_id, program)
  )`,
]

export const vaultIndexes = [
  'create unique index vault_connection_by_user on vault_connection (user_id, tenant_id, provider)',
  'create index vault_connection_by_provider on vault_connection (tenant_id, provider)',
]

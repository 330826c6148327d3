/** Agents. Types, keys and what they mean: `store/schema/agents.ts`. */
export const agentTables = [
  `create table agent (
    id text primary key,
    tenant_id text not null references tenant (id),
    user_id text references "user" (id) on delete cascade,
    name text not null,
    purpose text not null,
    jwks text not null,
    keys_by text references "user" (id) on delete set null,
    keys_at bigint not null,
    scope text not null,
    actions text not null,
    sensitive text not null,
    workspaces text not null,
    runtimes text not null,
    resources text not null,
    token_lifetime bigint not null,
    on_behalf_at bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    last_used_at bigint,
    stopped_at bigint
  )`,
]

export const agentIndexes = [
  'create index agent_by_user on agent (user_id, created_at, id)',
  'create index agent_by_tenant on agent (tenant_id, id)',
  'create index agent_of_tenant on agent (tenant_id, created_at, id) where user_id is null',
  'create index agent_by_keys on agent (keys_by, keys_at) where keys_by is not null',
]

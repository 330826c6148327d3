/** People and groups that were made over SCIM. Types, keys and what they mean: `store/schema/provisioning.ts`. */
export const provisioningTables = [
  `create table provisioner (
    id text primary key,
    tenant_id text not null references tenant (id),
    name text not null,
    token_hash text not null,
    replaced_hash text,
    replaced_until bigint,
    on_delete text not null,
    vouched_at bigint,
    created_at bigint not null,
    issued_at bigint not null,
    issued_by text references "user" (id) on delete set null,
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint
  )`,
  `create table provisioned_user (
    user_id text primary key references "user" (id) on delete cascade,
    provisioner_id text not null references provisioner (id),
    user_name_key text not null,
    external_id text,
    resource text not null,
    version bigint not null,
    disabled_at bigint,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table provisioned_group (
    id text primary key,
    provisioner_id text not null references provisioner (id),
    display_name text not null,
    display_name_key text not null,
    external_id text,
    role text,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table provisioned_member (
    group_id text not null references provisioned_group (id) on delete cascade,
    user_id text not null references provisioned_user (user_id) on delete cascade,
    primary key (group_id, user_id)
  )`,
]

export const provisioningIndexes = [
  'create index provisioner_by_tenant on provisioner (tenant_id, id)',
  'create unique index provisioner_by_token on provisioner (token_hash)',
  'create unique index provisioner_by_replaced on provisioner (replaced_hash) where replaced_hash is not null',
  'create index provisioner_by_issuer on provisioner (issued_by, issued_at) where issued_by is not null',
  'create unique index provisioned_user_by_name on provisioned_user (provisioner_id, user_name_key)',
  'create index provisioned_user_by_external on provisioned_user (provisioner_id, external_id)',
  'create index provisioned_user_by_provisioner on provisioned_user (provisioner_id, user_id)',
  'create unique index provisioned_group_by_name on provisioned_group (provisioner_id, display_name_key)',
  'create index provisioned_group_by_external on provisioned_group (provisioner_id, external_id)',
  'create index provisioned_group_by_provisioner on provisioned_group (provisioner_id, id)',
  'create index provisioned_member_by_user on provisioned_member (user_id)',
]

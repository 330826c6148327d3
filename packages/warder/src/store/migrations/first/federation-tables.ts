/** Identity providers of organisations. Types, keys and what they mean: `store/schema/federation.ts`. */
export const federationTables = [
  `create table connection (
    id text primary key,
    tenant_id text not null references tenant (id),
    type text not null,
    name text not null,
    title text not null,
    data text not null,
    certificate text not null,
    private_key text not null,
    version integer not null,
    created_at bigint not null,
    updated_at bigint not null
  )`,
  `create table foreign_session (
    session_id text primary key references session (id) on delete cascade,
    connection_id text not null,
    name_id text not null,
    name_format text not null,
    name_qualifier text,
    session_index text
  )`,
]

export const federationIndexes = [
  'create unique index connection_by_name on connection (tenant_id, name)',
  'create index foreign_session_by_name on foreign_session (connection_id, name_id)',
]

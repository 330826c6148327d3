/** Who is told what happens, and what is on its way to them. Types, keys and what they mean: `store/schema/operations.ts`. */
export const webhookTables = [
  `create table webhook (
    id text primary key,
    tenant_id text not null references tenant (id) on delete cascade,
    url text not null,
    description text not null,
    types text not null,
    trusted_at bigint,
    secret text not null,
    replaced_secret text,
    replaced_until bigint,
    failures integer not null,
    failing_since bigint,
    ready_at bigint not null,
    disabled_as text,
    created_at bigint not null,
    issued_at bigint not null,
    issued_by text references "user" (id) on delete set null
  )`,
  // Without a reference: what happens is never refused because a program was removed at the same moment.
  `create table webhook_delivery (
    seq identity primary key,
    id text not null unique,
    webhook_id text not null,
    type text not null,
    body text,
    created_at bigint not null,
    attempts integer not null,
    next_attempt_at bigint not null,
    delivered_at bigint,
    failed_at bigint,
    last_error text
  )`,
]

export const webhookIndexes = [
  'create index webhook_by_tenant on webhook (tenant_id, id)',
  'create index webhook_by_issuer on webhook (issued_by, issued_at) where issued_by is not null',
  'create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, seq)',
  `create index webhook_delivery_by_turn on webhook_delivery (webhook_id, next_attempt_at)
    where delivered_at is null and failed_at is null`,
  'create index webhook_delivery_by_age on webhook_delivery (created_at)',
]

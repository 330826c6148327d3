import type { Migration } from './migration.ts'

/** How the pages of a tenant look. Null is as those of the server do. */
export const tenantBrands: Migration = {
  version: 4,
  name: 'tenant-brands',
  statements: [
    'alter table tenant add column brand_name text',
    'alter table tenant add column brand_color text',
    'alter table tenant add column logo_id text',
    `create table logo (
      tenant_id text primary key references tenant (id) on delete cascade,
      id text not null,
      type text not null,
      content text not null
    )`,
    'create index logo_by_id on logo (id)',
  ],
}

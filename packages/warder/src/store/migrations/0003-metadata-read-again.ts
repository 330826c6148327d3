import type { Migration } from './migration.ts'

/** When the metadata of an identity provider is read again, and what came of it. One that is there already is as it was last written. */
export const metadataReadAgain: Migration = {
  version: 3,
  name: 'metadata-read-again',
  statements: [
    'alter table connection add column refresh_at bigint',
    'alter table connection add column refreshed_at bigint not null default 0',
    'alter table connection add column failing_since bigint',
    'alter table connection add column failure text',
    'update connection set refreshed_at = updated_at',
    'create index connection_by_refresh on connection (refresh_at)',
  ],
}

import type { Migration } from './migration.ts'

/**
 * A client that describes itself has a row in each tenant. One that is there already keeps the address as its key, and so does
 * one that the program before this still writes: what everybody calls a client is its `document`, or its key where there is none.
 */
export const describedClients: Migration = {
  version: 2,
  name: 'described-clients',
  statements: [
    'alter table client add column document text',
    'create unique index client_by_name on client (tenant_id, (coalesce(document, client_id)))',
    // It begins as the new one does.
    'drop index client_by_tenant',
  ],
}

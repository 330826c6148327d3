import type { Migration } from './migration.ts'

/**
 * Until when an ID token that a retired key signed still hints at its person. None of the keys that were retired before: nobody
 * can tell by then whether a leak was the reason.
 */
export const hintsOfRetiredKeys: Migration = {
  version: 5,
  name: 'hints-of-retired-keys',
  statements: ['alter table signing_key add column hints_until bigint'],
}

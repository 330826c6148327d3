import type { Migration } from './migration.ts'

/**
 * The open sessions of a person, with everything that says whether one still counts: a sign-in of somebody who has a hundred
 * makes room for itself and reads none of their rows. `revoked_at` is in it because SQLite looks for every column that a query
 * names, also for the one that each entry has alike.
 */
export const openSessions: Migration = {
  version: 6,
  name: 'open-sessions',
  statements: [
    'drop index session_open_by_user',
    'create index session_open_by_user on session (user_id, last_seen_at, created_at, id, idle_expires_at, expires_at, opened_from, revoked_at) where revoked_at is null',
  ],
}

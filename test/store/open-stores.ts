import { after, before, describe } from 'node:test'
import { migrate } from '../../packages/warder/src/store/migrate.ts'
import * as users from '../../packages/warder/src/store/people/users.ts'
import { closeStore, openStore, type Db } from '../../packages/warder/src/store/open.ts'
import type { SessionTable } from '../../packages/warder/src/store/schema/people.ts'
import { freshSqlite, stores } from '../support/services.ts'

/** A migrated database, as a test file sees it: `store.db` is there once the tests run. */
export type Opened = { db: Db; url: string }

/** The same promises, kept by every database we support. */
export function onEveryStore(
  what: string,
  tests: (store: Opened, kind: 'sqlite' | 'postgres') => void,
): void {
  for (const [kind, fresh] of stores()) describe(`${what} on ${kind}`, () => withStore(fresh, tests, kind))
}

export function onSqlite(what: string, tests: (store: Opened) => void): void {
  describe(what, () => withStore(freshSqlite, tests, 'sqlite'))
}

function withStore(
  fresh: () => Promise<{ url: string; drop: () => Promise<void> }>,
  tests: (store: Opened, kind: 'sqlite' | 'postgres') => void,
  kind: 'sqlite' | 'postgres',
): void {
  const store = {} as Opened // filled before the first test
  let drop: () => Promise<void>
  before(async () => {
    const made = await fresh()
    drop = made.drop
    store.url = made.url
    store.db = openStore(made.url)
    await migrate(store.db, { now: 1 })
  })
  after(async () => {
    await closeStore(store.db)
    await drop()
  })
  tests(store, kind)
}

/** A session that was opened at the first second by cookie, for the visit alone. */
export function sessionRow(id: string, user_id: string, more: Partial<SessionTable> = {}): SessionTable {
  return {
    id,
    token_hash: `hash of ${id}`,
    user_id,
    directory_id: 'dir_common',
    tenant_id: 'ten_default',
    browser_hash: null,
    amr: 'pwd',
    auth_time: 1,
    user_agent: 'test',
    address: '192.0.2.1',
    created_at: 1,
    last_seen_at: 1,
    idle_expires_at: 50,
    expires_at: 100,
    remembered_at: null,
    suspect_at: null,
    noted_change: null,
    opened_from: null,
    revoked_at: null,
    ...more,
  }
}

export async function addUser(db: Db, id: string, roles: readonly string[] = []): Promise<void> {
  const email = `${id}@example.com`
  const row = {
    id,
    directory_id: 'dir_common',
    email,
    full_name: 'Ada Lovelace',
    locale: 'en',
    email_verified_at: 1,
    disabled_at: null,
    deactivated_at: null,
    password_change_required_at: null,
    second_factor_required_at: null,
    mfa_enabled_at: null,
    passkey_offered_at: null,
    passwordless_proved_at: null,
    passwordless_proved_by: null,
    password_kept_at: null,
    last_login_at: null,
    created_at: 1,
    updated_at: 1,
  }
  await users.insert(db, row, email)
  for (const role of roles) {
    await db
      .insertInto('user_role')
      .values({ user_id: id, tenant_id: 'ten_default', role, granted_at: 1 })
      .execute()
  }
}

/** Starts `work` fifty times at once. */
export function fifty<T>(work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 50 }, (_, index) => work(index)))
}

export function ascending(a: number, b: number): number {
  return a - b
}

import type { Seconds } from '@warder/protocol'
import type { Selectable } from 'kysely'
import { newId } from '../crypto/tokens.ts'
import * as credentials from '../store/people/credentials.ts'
import type { Db } from '../store/open.ts'
import type { UserTable } from '../store/schema/people.ts'
import * as users from '../store/people/users.ts'
import type { Email } from './email.ts'

export type NewUser = {
  id: string
  directory_id: string
  email: Email
  full_name: string
  /** Null for a person who will sign in another way. */
  password_hash: string | null
  /** Nobody has shown yet that they read the address. */
  unproved?: boolean
  /** What their browser asks for, when it is they who make the account. */
  locale?: string | undefined
  /** What another system knew of them. */
  before?: Partial<Pick<Selectable<UserTable>, 'claims' | 'created_at' | 'disabled_at'>>
}

/**
 * Writes a person, whose address is proved unless it says otherwise. Throws the store's unique violation when the address has an
 * account.
 */
export async function insertUser(tx: Db, user: NewUser, now: Seconds): Promise<void> {
  const row = {
    id: user.id,
    directory_id: user.directory_id,
    email: user.email.address,
    full_name: user.full_name,
    locale: user.locale ?? null,
    email_verified_at: user.unproved ? null : now,
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
    created_at: now,
    updated_at: now,
    ...user.before,
  }
  await users.insert(tx, row, user.email.key)
  if (user.password_hash !== null)
    await insertPassword(tx, user.id, user.directory_id, user.password_hash, now)
}

export async function insertPassword(
  tx: Db,
  user_id: string,
  directory_id: string,
  hash: string,
  now: Seconds,
): Promise<void> {
  await credentials.insert(tx, {
    id: newId('crd'),
    user_id,
    directory_id,
    method: 'password',
    lookup: user_id,
    data: hash,
    created_at: now,
    updated_at: now,
  })
}

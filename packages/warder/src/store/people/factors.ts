import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import * as users from './users.ts'

/** Second factors are rows of `credential`, and each of them is confirmed: what is not yet proved waits as a one-time row. */

/** The methods of `credential` that make a second factor of the person's own. Recovery codes stand in for them. */
export const ownMethods = ['passkey', 'totp', 'sms'] as const
export type OwnMethod = (typeof ownMethods)[number]

export type FactorMethod = OwnMethod | 'backup_code'

const ofMethod = prepared((db: Db, user_id: string, method: FactorMethod) =>
  db
    .selectFrom('credential')
    .select(['id', 'lookup', 'data', 'name', 'last_used_at', 'created_at'])
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('locked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id'),
)

/** What a person can prove by a method, the oldest first. */
export async function listOf(db: Db, user_id: string, method: FactorMethod) {
  return ofMethod.all(db, user_id, method)
}

export type Factor = Awaited<ReturnType<typeof listOf>>[number]

const usable = prepared((db: Db, user_id: string) =>
  db
    .selectFrom('credential')
    .select('method')
    .distinct()
    .where('user_id', '=', user_id)
    .where('locked_at', 'is', null),
)

/** The methods of everything that a person can prove now. */
export async function usableBy(db: Db, user_id: string): Promise<ReadonlySet<string>> {
  return new Set((await usable.all(db, user_id)).map(({ method }) => method))
}

/** The methods of a person's own second factors, each once, the strongest first. */
export async function methodsOf(db: Db, user_id: string): Promise<OwnMethod[]> {
  const has = await usableBy(db, user_id)
  return ownMethods.filter((method) => has.has(method))
}

export type NewFactor = {
  id: string
  method: FactorMethod
  /** Unique with directory and method. */
  lookup: string
  data: string
  name: string | null
}

/** Adds factors to a person. Hold the person first, and call `note` afterwards where they are the person's own. */
export async function add(
  tx: Db,
  { id: user_id, directory_id }: { id: string; directory_id: string },
  factors: readonly NewFactor[],
  now: Seconds,
): Promise<void> {
  const rest = {
    user_id,
    directory_id,
    last_used_at: null,
    locked_at: null,
    created_at: now,
    updated_at: now,
  }
  await tx
    .insertInto('credential')
    .values(factors.map((factor) => ({ ...factor, ...rest })))
    .execute()
}

/**
 * Puts what a factor remembers of its uses in place of what was read. Of any number who read the same, exactly one
 * does it: the condition sits in the statement.
 */
export async function advance(
  db: Db,
  read: { id: string; data: string },
  data: string,
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('credential')
    .set({ data, last_used_at: now })
    .where('id', '=', read.id)
    .where('data', '=', read.data)
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** One of a person's factors, as a caller names it. */
export type Named = { user_id: string; method: FactorMethod; id: string }

/** False when the person has no such factor. */
export async function rename(db: Db, of: Named, name: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('credential')
    .set({ name, updated_at: now })
    .where('id', '=', of.id)
    .where('user_id', '=', of.user_id)
    .where('method', '=', of.method)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Takes away one factor, which is also how a recovery code is used up: of any number who try, one removes it.
 * Call `note` afterwards in the same transaction where it was one of the person's own.
 */
export async function remove(tx: Db, { user_id, method, id }: Named): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('credential')
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** The same with all of a method; says which they were. */
export async function removeAll(tx: Db, user_id: string, method: FactorMethod): Promise<string[]> {
  const rows = await tx
    .deleteFrom('credential')
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Takes away what was added from a moment on, recovery codes, a telephone number and sign-ins by others as well: somebody
 * else may have added it. Calls `note`.
 * Says how many there were.
 */
export async function removeSince(tx: Db, user_id: string, since: Seconds, now: Seconds): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('credential')
    .where('user_id', '=', user_id)
    .where('method', 'in', [...ownMethods, 'backup_code', 'phone', 'identity'])
    .where('created_at', '>=', since)
    .executeTakeFirst()
  await note(tx, user_id, now)
  return Number(numDeletedRows)
}

/**
 * Writes on the person whether they have a second factor of their own, where every check of a session reads it. To be
 * called after each addition and removal, in its transaction. Without one, recovery codes have nothing to stand in for
 * and go too.
 *
 * @returns whether they have one
 */
export async function note(tx: Db, user_id: string, now: Seconds): Promise<boolean> {
  // Held first, and read by statements of their own: what another transaction did meanwhile is seen then.
  const user = await users.hold(tx, user_id)
  const has = (await methodsOf(tx, user_id)).length > 0
  if (!has) await removeAll(tx, user_id, 'backup_code')
  if (user && has !== (user.mfa_enabled_at !== null))
    await users.update(tx, user_id, { mfa_enabled_at: has ? now : null, updated_at: now })
  return has
}

/**
 * Whether a page may offer somebody a passkey: once, and to nobody who has one. Of any number who ask at the same time,
 * one is told so.
 */
export async function offerPasskey(db: Db, user_id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('user')
    .set({ passkey_offered_at: now })
    .where('id', '=', user_id)
    .where('passkey_offered_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('credential')
            .select('credential.id')
            .whereRef('credential.user_id', '=', 'user.id')
            .where('credential.method', '=', 'passkey'),
        ),
      ),
    )
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

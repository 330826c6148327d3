import type { Seconds } from '@warder/protocol'
import { day } from '../../time.ts'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { KnownDeviceTable } from '../schema/people.ts'

/** One place that a person signs in from, as it is at this moment. */
export type Device = Omit<KnownDeviceTable, 'first_seen_at' | 'last_seen_at' | 'trusted_until'>

/** Unseen for longer, a device or a country is as good as new. As long as the cookie that a browser is known by. */
export const lifetime: Seconds = 400 * day

const one = prepared((db: Db, user_id: string, browser_hash: string, since: Seconds) =>
  db
    .selectFrom('known_device')
    .select('last_seen_at')
    .where('user_id', '=', user_id)
    .where('browser_hash', '=', browser_hash)
    .where('last_seen_at', '>=', since),
)

/** Whether this person signed in on this device before, not too long ago. */
export async function isKnown(db: Db, user_id: string, browser_hash: string, now: Seconds): Promise<boolean> {
  return (await one.first(db, user_id, browser_hash, now - lifetime)) !== undefined
}

const latest = prepared((db: Db, user_id: string) =>
  db
    .selectFrom('known_device')
    .select(['address', 'last_seen_at'])
    .where('user_id', '=', user_id)
    .orderBy('last_seen_at', 'desc')
    .limit(1),
)

/** From where and when a person signed in last; undefined when no device is known. */
export async function lastSeen(db: Db, user_id: string) {
  return latest.first(db, user_id)
}

const countries = prepared((db: Db, user_id: string, since: Seconds) =>
  db
    .selectFrom('known_country')
    .select('country')
    .where('user_id', '=', user_id)
    .where('last_seen_at', '>=', since),
)

/** The countries that a person signed in from, not too long ago, in no order. */
export async function countriesOf(db: Db, user_id: string, now: Seconds): Promise<string[]> {
  return (await countries.all(db, user_id, now - lifetime)).map((row) => row.country)
}

/** So many a person has; one more takes the place of the one that was unseen for longest. */
export const mostDevices = 100

/**
 * Notes a sign-in: its device is known from here on, and its country where there is one.
 *
 * @param tx a transaction that holds the person's row, so that of new devices at once each counts those before it
 */
export async function remember(tx: Db, device: Device, now: Seconds): Promise<void> {
  const { user_id, browser_hash, user_agent, address, country } = device
  const row = await seen.first(tx, user_id, browser_hash, user_agent, address, country, now)
  if (row?.first_seen_at === now) await keepFew(tx, user_id)
  if (country === null) return
  await tx
    .insertInto('known_country')
    .values({ user_id, country, first_seen_at: now, last_seen_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'country']).doUpdateSet({ last_seen_at: now }))
    .execute()
}

const seen = prepared(
  (
    db: Db,
    user_id: string,
    browser_hash: string,
    user_agent: string,
    address: string,
    country: string | null,
    now: Seconds,
  ) => {
    const latest = { user_agent, address, country, last_seen_at: now }
    return db
      .insertInto('known_device')
      .values({ user_id, browser_hash, ...latest, first_seen_at: now, trusted_until: null })
      .onConflict((conflict) => conflict.columns(['user_id', 'browser_hash']).doUpdateSet(latest))
      .returning('first_seen_at')
  },
)

/** Forgets the devices of a person beyond the most that one has. */
async function keepFew(tx: Db, user_id: string): Promise<void> {
  const kept = tx
    .selectFrom('known_device')
    .select('browser_hash')
    .where('user_id', '=', user_id)
    .orderBy('last_seen_at', 'desc')
    .limit(mostDevices)
  await tx
    .deleteFrom('known_device')
    .where('user_id', '=', user_id)
    .where('browser_hash', 'not in', kept)
    .execute()
}

const trusted = prepared((db: Db, user_id: string, browser_hash: string, now: Seconds) =>
  db
    .selectFrom('known_device')
    .select('trusted_until')
    .where('user_id', '=', user_id)
    .where('browser_hash', '=', browser_hash)
    .where('trusted_until', '>', now),
)

/** Whether a person wished not to be asked for a second factor in this browser, and for now that holds. */
export async function isTrusted(
  db: Db,
  user_id: string,
  browser_hash: string,
  now: Seconds,
): Promise<boolean> {
  return (await trusted.first(db, user_id, browser_hash, now)) !== undefined
}

/** From now on this person is not asked for a second factor in this browser, which is known already. */
export async function trust(tx: Db, user_id: string, browser_hash: string, until: Seconds): Promise<void> {
  await tx
    .updateTable('known_device')
    .set({ trusted_until: until })
    .where('user_id', '=', user_id)
    .where('browser_hash', '=', browser_hash)
    .execute()
}

/** Takes that back: in one browser where it is given, or in all of them. Says how many there were. */
export async function distrust(db: Db, user_id: string, browser_hash?: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('known_device')
    .set({ trusted_until: null })
    .where('user_id', '=', user_id)
    .where('trusted_until', 'is not', null)
    .$if(browser_hash !== undefined, (query) => query.where('browser_hash', '=', browser_hash ?? ''))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** The browsers in which a person is not asked for a second factor, the last used first. */
export async function trustedOf(db: Db, user_id: string, now: Seconds) {
  return db
    .selectFrom('known_device')
    .select(['browser_hash', 'user_agent', 'last_seen_at', 'trusted_until'])
    .where('user_id', '=', user_id)
    .where('trusted_until', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(50)
    .execute()
}

/**
 * Forgets the devices and countries of a person, but for one device where it is given, which is not
 * trusted any more. Says how many devices there were.
 */
export async function forgetAll(tx: Db, user_id: string, except?: string): Promise<number> {
  await tx.deleteFrom('known_country').where('user_id', '=', user_id).execute()
  await distrust(tx, user_id)
  const { numDeletedRows } = await tx
    .deleteFrom('known_device')
    .where('user_id', '=', user_id)
    .$if(except !== undefined, (query) => query.where('browser_hash', '!=', except ?? ''))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Devices and countries not seen since `before`, at most `batch` of each. Says how many devices went. */
export async function removeUnseen(db: Db, before: Seconds, batch: number): Promise<number> {
  const oldCountries = db
    .selectFrom('known_country')
    .select(['user_id', 'country'])
    .where('last_seen_at', '<', before)
    .limit(batch)
  await db
    .deleteFrom('known_country')
    .where((eb) => eb(eb.refTuple('user_id', 'country'), 'in', oldCountries.$asTuple('user_id', 'country')))
    .execute()
  const old = db
    .selectFrom('known_device')
    .select(['user_id', 'browser_hash'])
    .where('last_seen_at', '<', before)
    .limit(batch)
  const { numDeletedRows } = await db
    .deleteFrom('known_device')
    .where((eb) => eb(eb.refTuple('user_id', 'browser_hash'), 'in', old.$asTuple('user_id', 'browser_hash')))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

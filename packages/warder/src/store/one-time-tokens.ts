import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Maybe } from '../after.ts'
import { digest, newToken } from '../crypto/tokens.ts'
import { kindOf, type Db } from './open.ts'
import { prepared } from './prepared.ts'

/** What a token may be spent on. A token made for one purpose is unknown to every other. */
const purposes = [
  'registration',
  'password_reset',
  'admin_setup',
  'authorization_code',
  'authorization_request',
  'pushed_request',
  'device_code',
  'backchannel_request',
  'agent_approval',
  'client_registration',
  'sign_in_attempt',
  'sign_in_alert',
  'invitation',
  'email_confirmation',
  'email_undo',
  'totp_enrolment',
  'recovery',
  'magic_link',
  'one_time_code',
  'phone_confirmation',
  'passkey_registration',
  'passkey_sign_in',
  'vault_connect',
  'upstream_sign_in',
  'upstream_answer',
  'upstream_link',
  'saml_sign_in',
  'saml_answer',
  'saml_logout',
  'impersonation',
  'repeat',
] as const

export type Purpose = (typeof purposes)[number]

export type NewOneTimeToken = {
  /** Whose it is. */
  subject?: string
  /** Kept as JSON. */
  data: object
  expires_at: Seconds
  now: Seconds
  /** Ends the older unspent tokens of the same purpose and subject. */
  replace?: boolean
  /** Of those only the ones whose data has this text in it. */
  among?: string
}

/**
 * Makes a token and returns its handle: 256 random bits, of which only the digest is kept.
 * With `replace` the older ones end in the same transaction, so at most one works for a subject.
 */
export async function create(db: Db, purpose: Purpose, token: NewOneTimeToken): Promise<string> {
  const handle = newToken('wot')
  const { subject, data, expires_at, now } = token
  const add = (in_: Db) =>
    insertRow.all(in_, digest(handle), purpose, subject ?? null, JSON.stringify(data), now, expires_at)

  if (!token.replace || subject === undefined) await add(db)
  else if (db.isTransaction) await replaceAll(db, purpose, { ...token, subject }, add)
  else await db.transaction().execute((tx) => replaceAll(tx, purpose, { ...token, subject }, add))
  return handle
}

/** PostgreSQL runs transactions side by side, and what does not exist yet cannot be locked: so the subject is. */
async function replaceAll(
  tx: Db,
  purpose: Purpose,
  { subject, now, among }: NewOneTimeToken & { subject: string },
  add: (tx: Db) => Maybe<unknown>,
): Promise<void> {
  if (kindOf(tx) === 'postgres') {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${purpose} ${subject}`}, 0))`.execute(tx)
  }
  await endAll(tx, purpose, subject, now, among)
  await add(tx)
}

const insertRow = prepared(
  (
    db: Db,
    token_hash: string,
    purpose: Purpose,
    subject: string | null,
    data: string,
    created_at: Seconds,
    expires_at: Seconds,
  ) => db.insertInto('one_time_token').values({ token_hash, purpose, subject, data, created_at, expires_at }),
)

/** Ends every unspent token of a subject, or those whose data has the text `among` in it; says how many there were. */
export async function endAll(db: Db, purpose: Purpose, subject: string, now: Seconds, among = '') {
  const { numUpdatedRows } = await db
    .updateTable('one_time_token')
    .set({ consumed_at: now })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('consumed_at', 'is', null)
    .$if(among !== '', (query) => query.where('data', 'like', `%${among}%`))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/**
 * Ends one unspent token of a subject, by the digest that `liveOf` tells, and with `data` only as it was read. False when there
 * was none to end.
 */
export async function end(
  db: Db,
  purpose: Purpose,
  { subject, token_hash, data }: { subject: string; token_hash: string; data?: string },
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('one_time_token')
    .set({ consumed_at: now })
    .where('token_hash', '=', token_hash)
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('consumed_at', 'is', null)
    .$if(data !== undefined, (query) => query.where('data', '=', data ?? ''))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const columns = [
  'token_hash',
  'purpose',
  'subject',
  'data',
  'attempts',
  'created_at',
  'expires_at',
  'consumed_at',
] as const

const findRow = prepared((db: Db, token_hash: string, purpose: Purpose) =>
  db
    .selectFrom('one_time_token')
    .select(columns)
    .where('token_hash', '=', token_hash)
    .where('purpose', '=', purpose),
)

/** Reads without spending: for the rules that must see a spent or expired token to answer rightly. */
export async function find(db: Db, purpose: Purpose, token: string) {
  return findRow.first(db, digest(token), purpose)
}

/** Reads a token that can still be spent, to show or judge what it is for. Whether it is spent only `consume` decides. */
export async function findLive(db: Db, purpose: Purpose, token: string, now: Seconds) {
  const row = await find(db, purpose, token)
  return row && row.consumed_at === null && row.expires_at > now ? row : undefined
}

/** The tokens of a subject that can still be spent, newest first. */
export async function liveOf(db: Db, purpose: Purpose, subject: string, now: Seconds, limit = 20) {
  return db
    .selectFrom('one_time_token')
    .select(columns)
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
}

const consumeRow = prepared(
  (db: Db, token_hash: string, purpose: Purpose, consumed_at: Seconds, now: Seconds) =>
    db
      .updateTable('one_time_token')
      .set({ consumed_at })
      .where('token_hash', '=', token_hash)
      .where('purpose', '=', purpose)
      .where('consumed_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(columns),
)

/**
 * Spends a token. Of any number of concurrent calls exactly one gets the row; the rest get
 * undefined. The condition sits in the UPDATE, so there is no moment between check and use.
 */
export async function consume(db: Db, purpose: Purpose, token: string, now: Seconds) {
  return consumeRow.first(db, digest(token), purpose, now, now)
}

/** Whether a token can still be spent, held so until the end of the transaction. */
export async function holdLive(tx: Db, purpose: Purpose, token: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('one_time_token')
    .set((eb) => ({ data: eb.ref('data') }))
    .where('token_hash', '=', digest(token))
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const attemptRow = prepared((db: Db, token_hash: string, purpose: Purpose, now: Seconds, limit: number) =>
  db
    .updateTable('one_time_token')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('token_hash', '=', token_hash)
    .where('purpose', '=', purpose)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .where('attempts', '<', limit)
    .returning(columns),
)

/** Counts a guess against a token. Undefined once `limit` guesses are used up, or the token is spent or expired. */
export async function tryAttempt(db: Db, purpose: Purpose, token: string, limit: number, now: Seconds) {
  return countAttempt(db, purpose, digest(token), limit, now)
}

/** The same by the digest that `liveOf` tells. */
export async function countAttempt(
  db: Db,
  purpose: Purpose,
  token_hash: string,
  limit: number,
  now: Seconds,
) {
  return attemptRow.first(db, token_hash, purpose, now, limit)
}

/** Compare-and-swap: false when the token was spent, has expired, or its data changed since it was read. */
export async function setData(
  db: Db,
  read: { token_hash: string; data: string },
  data: object,
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('one_time_token')
    .set({ data: JSON.stringify(data) })
    .where('token_hash', '=', read.token_hash)
    .where('data', '=', read.data)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The tokens of a purpose that can still be spent, by subject from `after` on, where subjects begin with `prefix`. */
export async function listLive(
  db: Db,
  purpose: Purpose,
  { prefix, after, limit }: { prefix: string; after: string | undefined; limit: number },
  now: Seconds,
) {
  return db
    .selectFrom('one_time_token')
    .select(columns)
    .where('purpose', '=', purpose)
    .where(sql<boolean>`substr(subject, 1, ${prefix.length}) = ${prefix}`)
    .$if(after !== undefined, (query) => query.where('subject', '>', after ?? ''))
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('subject')
    .limit(limit)
    .execute()
}

/** Those of a purpose that can still be spent and whose data has a text in it. No index has that: for what happens rarely. */
export async function liveWith(db: Db, purpose: Purpose, text: string, now: Seconds) {
  return db
    .selectFrom('one_time_token')
    .select(columns)
    .where('purpose', '=', purpose)
    .where('data', 'like', `%${text}%`)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', now)
    .execute()
}

/** Deletes every token of these subjects, spent or not, and says what each was for. */
export async function removeAllOf(db: Db, subjects: readonly string[]) {
  if (subjects.length === 0) return []
  // Every purpose is named because the index begins with it.
  return db
    .deleteFrom('one_time_token')
    .where('purpose', 'in', purposes)
    .where('subject', 'in', subjects)
    .returning(['purpose', 'data'])
    .execute()
}

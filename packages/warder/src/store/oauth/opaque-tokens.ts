import type { Seconds } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { OpaqueTokenTable } from '../schema/tokens.ts'

const insertRow = prepared((db, token_hash: string, claims: string, expires_at: Seconds) =>
  db.insertInto('opaque_token').values({ token_hash, claims, expires_at }),
)

const findRow = prepared((db, token_hash: string, now: Seconds) =>
  db
    .selectFrom('opaque_token')
    .select('claims')
    .where('token_hash', '=', token_hash)
    .where('expires_at', '>', now),
)

/** Keeps what a token stands for. Call it in the transaction that spends what the token is given for. */
export async function insert(db: Db, { token_hash, claims, expires_at }: OpaqueTokenTable): Promise<void> {
  await insertRow.all(db, token_hash, claims, expires_at)
}

/** The claims of a token that has not expired, as JSON. */
export function find(db: Db, token_hash: string, now: Seconds): Maybe<string | undefined> {
  return after(findRow.first(db, token_hash, now), (row) => row?.claims)
}

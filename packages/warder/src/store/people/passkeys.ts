import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** Passkeys are rows of `credential` like every factor, see `factors.ts`; their `lookup` is the credential id in base64url. */

const byCredentialId = prepared((db: Db, directory_id: string, credential_id: string) =>
  db
    .selectFrom('credential')
    .select(['id', 'user_id', 'lookup', 'data', 'name'])
    .where('directory_id', '=', directory_id)
    .where('method', '=', 'passkey')
    .where('lookup', '=', credential_id)
    .where('locked_at', 'is', null),
)

/** Whosever it is. */
export async function findByCredentialId(db: Db, directory_id: string, credential_id: string) {
  return byCredentialId.first(db, directory_id, credential_id)
}

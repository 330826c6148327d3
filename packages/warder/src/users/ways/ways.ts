import { waysIn, type Has, type WayIn } from '../../access/ways-in.ts'
import * as credentials from '../../store/people/credentials.ts'
import type { Db } from '../../store/open.ts'

/** What a person can sign in with, as it is now. A security key that needs a password beside it is no way in. */
export async function hasOf(db: Db, user_id: string): Promise<Has> {
  const rows = await credentials.listUsable(db, user_id)
  const of = (method: string) => rows.filter((row) => row.method === method)
  return {
    passkeys: of('passkey').filter(({ data }) => isDiscoverable(data)).length,
    password: of('password').length > 0,
    mail: false,
    phone: false,
    identities: of('identity').length,
  }
}

export async function waysOf(db: Db, user_id: string): Promise<WayIn[]> {
  return waysIn(await hasOf(db, user_id))
}

/** As the row of a passkey says it. */
function isDiscoverable(data: string): boolean {
  return (JSON.parse(data) as { discoverable?: boolean }).discoverable === true
}

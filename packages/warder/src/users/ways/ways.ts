import { waysIn, type Has, type WayIn } from '../../access/ways-in.ts'
import { isOfConnection } from '../../connections/offered.ts'
import type { Config } from '../../config/config.ts'
import { textsLeave } from '../../sms/quota.ts'
import * as credentials from '../../store/people/credentials.ts'
import { identityIn } from '../../store/people/identities.ts'
import type { Db } from '../../store/open.ts'

/** What says which of the ways in are open. */
export type Open = Pick<Config, 'without_password' | 'sign_in_with' | 'sms' | 'dev'>

/** What a person can sign in with, as it is now. */
export async function hasOf(db: Db, config: Open, user_id: string): Promise<Has> {
  return hasIn(await credentials.listUsable(db, user_id), config)
}

/** The same, of what they can prove. A security key that needs a password beside it is no way in. */
export function hasIn(rows: readonly { method: string; data: string }[], config: Open): Has {
  const { magic_link, otp_email, otp_sms } = config.without_password
  const of = (method: string) => rows.filter((row) => row.method === method)
  return {
    passkeys: of('passkey').filter(({ data }) => isDiscoverable(data)).length,
    password: of('password').length > 0,
    mail: magic_link || otp_email,
    phone: otp_sms && textsLeave(config) && of('phone').some(({ data }) => signsIn(data)),
    identities: of('identity').filter(({ data }) => isOffered(data, config)).length,
  }
}

export async function waysOf(db: Db, config: Open, user_id: string): Promise<WayIn[]> {
  return waysIn(await hasOf(db, config, user_id))
}

/** A provider that is not set up any more signs nobody in. */
function isOffered(data: string, { sign_in_with }: Pick<Open, 'sign_in_with'>): boolean {
  const { provider } = identityIn(data)
  return isOfConnection(provider) || sign_in_with.some(({ name }) => name === provider)
}

/** As the row of a number says it. */
function signsIn(data: string): boolean {
  return (JSON.parse(data) as { sign_in?: boolean }).sign_in === true
}

/** As the row of a passkey says it. */
function isDiscoverable(data: string): boolean {
  return (JSON.parse(data) as { discoverable?: boolean }).discoverable === true
}

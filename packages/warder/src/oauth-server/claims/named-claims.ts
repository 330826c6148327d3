import { namedClaims, type ClaimsRequest, type UserClaims } from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import type { Db } from '../../store/open.ts'

/** What a request asked for by name (OIDC Core §5.5): names for the UserInfo response, values for the ID token. */
export type NamedClaims = { userinfo: readonly string[]; id_token: Partial<UserClaims> }

/** The claims a grant may have by name, as they are now; undefined when it asked for none. */
export async function namedClaimsOf(
  db: Db,
  user_id: string,
  request: ClaimsRequest | undefined,
): Promise<NamedClaims | undefined> {
  if (!request) return undefined
  const { userinfo, id_token } = request
  if (id_token.length === 0) return { userinfo, id_token: {} }
  const user = await users.find(db, user_id)
  if (!user) return { userinfo, id_token: {} }
  return { userinfo, id_token: namedClaims(id_token, await claimsOf(db, user, id_token.some(isOfPhone))) }
}

/** Whether a claim tells of the telephone, which is read where it is asked for alone. */
export const isOfPhone = (claim: string): boolean => claim.startsWith('phone_number')

/** What we know of a person, under the names of OIDC Core §5.1. */
export function claimsOf(db: Db, user: Known, withPhone: boolean): Maybe<UserClaims> {
  return after(withPhone ? phones.ofUser(db, user.id) : undefined, (phone) => ({
    ...users.keptClaims(user.claims),
    sub: user.id,
    name: user.full_name,
    email: user.email,
    email_verified: user.email_verified_at !== null,
    ...(user.locale !== null && { locale: user.locale }),
    // Every number is confirmed before it is kept.
    ...(phone && { phone_number: phone.number, phone_number_verified: true }),
    updated_at: user.updated_at,
  }))
}

type Known = {
  id: string
  full_name: string
  email: string
  email_verified_at: number | null
  locale: string | null
  claims: string | null
  updated_at: number
}

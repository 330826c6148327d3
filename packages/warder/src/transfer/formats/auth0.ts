import * as z from 'zod'
import { check } from '../../http/body.ts'
import type { Incoming } from '../person.ts'
import { claimsOf, some, yes } from './elsewhere.ts'

/** What Auth0 exports, one JSON object a line: profiles, or with `passwordHash` what its support sends. */
const exported = z.object({
  user_id: some,
  _id: z.object({ $oid: some }).optional(),
  email: z.string().max(320),
  email_verified: yes,
  name: some,
  given_name: some,
  family_name: some,
  nickname: some,
  picture: some,
  created_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  blocked: yes,
  passwordHash: some,
  password_hash: some,
})

/** @throws Problem `invalid_input` */
export function fromAuth0(value: unknown): Incoming {
  const found = check(exported, value)
  const { email, email_verified, name, given_name, family_name, nickname, picture } = found
  // The export of hashes has the number alone, where that of profiles says `auth0|` in front of it.
  const key = found.user_id?.replace(/^auth0\|/, '') ?? found._id?.$oid
  return {
    key,
    email,
    email_verified,
    // Auth0 puts the address where there is no name.
    full_name: name === email ? undefined : name,
    claims: claimsOf({ given_name, family_name, nickname, picture }),
    password_hash: found.passwordHash ?? found.password_hash,
    disabled: found.blocked,
    created_at: found.created_at,
  }
}

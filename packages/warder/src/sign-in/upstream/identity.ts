import type { Seconds } from '@warder/protocol'
import type { Proof } from '../proved.ts'

/** Where somebody comes from: in addresses, in the audit and on buttons. */
export type From = { name: string; title: string }

/** Who somebody is elsewhere, once that is proved. */
export type Identity = {
  issuer: string
  subject: string
  email: string | undefined
  /** Whether the provider says that whoever this is reads that address. */
  confirmed: boolean
  /** Whether the provider disposes of that address, so that it opens the account that has it. */
  owned?: boolean
  full_name: string | undefined
  /** What its person knows the account by. */
  label: string
  /** What the issuer calls this very sign-in, where it does. */
  sid?: string | undefined
  /** When they signed in there, where that is told. */
  auth_time?: Seconds | undefined
}

/** Under what a sign-in at an issuer is known, so that it can end together with what it opened here. */
export const openidName = (issuer: string): string => `openid:${issuer}`

/** The sign-in that a session here belongs to. */
export function signInThere({ issuer, subject, sid, auth_time }: Identity): NonNullable<Proof['from']> {
  const unused = { name_format: '', name_qualifier: null, until: null }
  const there = { connection_id: openidName(issuer), name_id: subject, session_index: sid ?? null }
  return { ...there, ...unused, ...(auth_time !== undefined && { auth_time }) }
}

const longest = 200

/** A text that somebody else wrote, if it can be shown on one line. */
export function shownText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text !== '' && text.length <= longest && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? text : undefined
}

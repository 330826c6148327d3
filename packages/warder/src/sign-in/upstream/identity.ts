import type { ForeignSession } from '../../store/federation/foreign-sessions.ts'

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
}

/** Under what a sign-in at an issuer is known, so that it can end together with what it opened here. */
export const openidName = (issuer: string): string => `openid:${issuer}`

/** The sign-in that a session here belongs to. */
export function signInThere({ issuer, subject, sid }: Identity): ForeignSession & { until: null } {
  const unused = { name_format: '', name_qualifier: null, until: null }
  return { connection_id: openidName(issuer), name_id: subject, session_index: sid ?? null, ...unused }
}

const longest = 200

/** A text that somebody else wrote, if it can be shown on one line. */
export function shownText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text !== '' && text.length <= longest && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? text : undefined
}

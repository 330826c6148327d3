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
}

const longest = 200

/** A text that somebody else wrote, if it can be shown on one line. */
export function shownText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text !== '' && text.length <= longest && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? text : undefined
}

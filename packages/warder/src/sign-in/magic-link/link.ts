import { codeMatches, keepCode, type KeptCode } from '../../crypto/typed-code.ts'
import { fourDigits } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { day, minute } from '../../time.ts'

export const lifetime = 15 * minute

/** Wrong numbers that a link allows. */
export const mostTries = 5

/** What stands behind a link that signs in. */
export type LinkData = {
  /** Empty for an address without an account: its link is made and never sent. */
  user_id: string
  address_id: string
  /** The browser that asked; null when a program did. */
  browser_hash: string | null
  /** Of the number that the browser shows which asked. */
  number: KeptCode | null
  /** The application that waits for the person. */
  interaction: string | null
  /** Where the person is to go, as it was asked for: it is judged when they go. */
  redirect: string | null
}

export type FoundLink = LinkData & { user: users.User; address: string }

/**
 * What a link is, without spending it: a program that looks at mail opens every link in it (ML-01). Undefined when it was
 * used, has expired or never was, and once its address is no longer the person's.
 */
export async function findLink(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  token: string,
): Promise<FoundLink | undefined> {
  const row = await oneTimeTokens.findLive(app.db, 'magic_link', token, app.now())
  if (!row || row.attempts >= mostTries) return undefined
  const data = JSON.parse(row.data) as LinkData // written by `askForLink`
  const address = await emails.find(app.db, data.user_id, data.address_id)
  const user = address && (await users.findIn(app.db, tenant, data.user_id))
  if (!user) return undefined
  return { ...data, user, address: address.email }
}

/** Whether a link is opened elsewhere than it was asked for, so that the number must be typed. What a program asked for has none. */
export function needsNumber(link: Pick<LinkData, 'browser_hash'>, browser: string | undefined): boolean {
  return link.browser_hash !== null && link.browser_hash !== browser
}

const purpose = 'magic-link-number'

/**
 * The number that a browser shows when it has asked for a link. The same for all that day's links to an address, so that
 * it is right whichever of them arrives.
 */
export function numberFor({ app }: Pick<Call, 'app'>, browser_hash: string, email_key: string): string {
  const today = Math.floor(app.now() / day)
  const mac = app.secrets.mac(`${purpose}-shown`, `${today} ${browser_hash} ${email_key}`)
  return fourDigits(mac.slice(mac.indexOf('.') + 1))
}

export function keepNumber({ app }: Pick<Call, 'app'>, number: string): KeptCode {
  return keepCode(app, purpose, number)
}

export function isNumber({ app }: Pick<Call, 'app'>, kept: KeptCode | null, typed: string): boolean {
  return kept !== null && codeMatches(app, purpose, kept, typed.replace(/\s/g, ''))
}

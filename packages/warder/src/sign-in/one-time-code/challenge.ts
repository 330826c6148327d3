import { Problem } from '@warder/protocol'
import type { KeptCode } from '../../crypto/typed-code.ts'
import { digest } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import type { PhoneNumber } from '../../sms/number.ts'
import { textsLeave } from '../../sms/quota.ts'
import { minute } from '../../time.ts'
import type { Email } from '../../users/email.ts'

export const lifetime = 10 * minute

/** Wrong codes that one challenge allows; `risk/code-guesses.ts` counts them for the address over all of its challenges. */
export const mostGuesses = 5

export const purpose = 'one-time-code'

export const channels = ['email', 'sms'] as const
export type Channel = (typeof channels)[number]

/** Where a code goes. */
export type To = { channel: 'email'; email: Email } | { channel: 'sms'; number: PhoneNumber }

/** What stands behind a `challenge_id`. */
export type Challenge = {
  channel: Channel
  /** Empty where the address is nobody's: its code is made and never sent. */
  user_id: string
  /** The row of the address or of the number. */
  place_id: string
  /** Where the code went, as a digest. */
  place: string
  /** The browser that asked, which alone may answer; null when a program did. */
  browser_hash: string | null
  code: KeptCode
}

export const keyOf = (to: To): string => (to.channel === 'email' ? to.email.key : to.number.e164)

/** The name of an address where guesses at it are counted; it is the same whether or not somebody has it. */
export function placeOf({ tenant }: Pick<Call, 'tenant'>, to: To): string {
  return digest(`${tenant.directory_id} ${to.channel} ${keyOf(to)}`)
}

export function isOn({ app }: Pick<Call, 'app'>, channel: Channel): boolean {
  const { otp_email, otp_sms } = app.config.without_password
  return channel === 'email' ? otp_email : otp_sms && textsLeave(app.config)
}

/** @throws Problem `not_found` where the operator wants none, or nothing sends them */
export function requireOn(call: Pick<Call, 'app'>, channel: Channel): void {
  if (isOn(call, channel)) return
  const how = channel === 'email' ? 'by mail' : 'by text message'
  throw new Problem('not_found', { detail: `Signing in with a code ${how} is not set up here.` })
}

/** One answer for a challenge that is unknown, used, too old, of another browser, or was guessed at too often. */
export function over(): Problem {
  return new Problem('token_invalid', {
    detail: 'This code took too long, or was wrong too often. Ask for a new one.',
  })
}

import type { SmsProvider } from '../config/kinds/sms.ts'
import { NotDelivered, type Verdict } from '../mail/not-delivered.ts'
import type { TextMessage } from '../mail/outbox.ts'
import type { Transport } from '../mail/sender.ts'
import { answerOf, type Ask } from './answer.ts'

/**
 * Twilio's Messages resource, which other providers speak too. It knows no second copy from a second message, so that
 * nothing is sent again where the first attempt may have gone through.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilio(
  { base, account, token, from }: Extract<SmsProvider, { kind: 'twilio' }>,
  ask: Ask,
): Transport<TextMessage> {
  const url = `${base}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`
  // RFC 7617 §2.
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
  const sender = from.startsWith('MG') && from.length === 34 ? 'MessagingServiceSid' : 'From'
  return async ({ to, text }) => {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
    const form = new URLSearchParams({ To: to, [sender]: from, Body: text })
    const { status } = await answerOf(ask(url, headers, form.toString()), 'never')
    if (status >= 200 && status < 300) return
    throw new NotDelivered(verdictOf(status), `the provider answered ${status}`)
  }
}

function verdictOf(status: number): Verdict {
  // Ours to mend or the provider's to take back; in both cases it took nothing.
  if (status === 401 || status === 403 || status === 404 || status === 503) return 'away'
  return status === 429 ? 'later' : 'never'
}

import type { SmsProvider } from '../config/kinds/sms.ts'
import type { SafeFetch } from '../http/outbound/safe-fetch.ts'
import { NotDelivered, type Verdict } from '../mail/not-delivered.ts'
import type { TextMessage } from '../mail/outbox.ts'
import type { Transport } from '../mail/sender.ts'
import { answerOf } from './answer.ts'

/**
 * Twilio's Messages resource, which other providers speak too. It knows no second copy from a second message, so that
 * nothing is sent again where the first attempt may have gone through.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilio(
  { base, account, token, from }: Extract<SmsProvider, { kind: 'twilio' }>,
  safeFetch: SafeFetch,
): Transport<TextMessage> {
  const url = `${base}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`
  // RFC 7617 §2.
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
  const sender = from.startsWith('MG') && from.length === 34 ? 'MessagingServiceSid' : 'From'
  return async ({ to, text }) => {
    const asking = safeFetch(url, {
      by: 'operator',
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ To: to, [sender]: from, Body: text }).toString(),
      timeout_ms: 10_000,
      max_bytes: 65_536,
    })
    const { status } = await answerOf(asking, 'never')
    if (status >= 200 && status < 300) return
    throw new NotDelivered(verdictOf(status), `the provider answered ${status}`)
  }
}

function verdictOf(status: number): Verdict {
  // Ours to mend or the provider's to take back; in both cases it took nothing.
  if (status === 401 || status === 403 || status === 404 || status === 503) return 'away'
  return status === 429 ? 'later' : 'never'
}

import { webhookSignature } from '@warder/protocol'
import type { SmsProvider } from '../config/kinds/sms.ts'
import { NotDelivered, type Verdict } from '../mail/not-delivered.ts'
import type { TextMessage } from '../mail/outbox.ts'
import type { Transport } from '../mail/sender.ts'
import { isoTime, type Clock } from '../time.ts'
import { answerOf, type Ask } from './answer.ts'

/**
 * A program of the operator's own, told by Standard Webhooks 1.0. `webhook-id` is the same at every attempt, so that
 * the receiver drops a second copy and a lost answer is no reason to stay silent.
 */
export function webhook(
  { url, secret }: Extract<SmsProvider, { kind: 'webhook' }>,
  ask: Ask,
  now: Clock,
): Transport<TextMessage> {
  return async ({ to, text }, id) => {
    const timestamp = now()
    const data = { id, to, text }
    const body = JSON.stringify({ type: 'sms.send', timestamp: isoTime(timestamp), data })
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': webhookSignature(secret, { id, timestamp, body }),
    }
    const { status } = await answerOf(ask(url, headers, body), 'later')
    if (status >= 200 && status < 300) return
    throw new NotDelivered(verdictOf(status), `the provider answered ${status}`)
  }
}

/** 410 Gone: the receiver wants no more; 400 and 422: it will not understand the second copy either. */
function verdictOf(status: number): Verdict {
  return status === 400 || status === 410 || status === 422 ? 'never' : 'later'
}

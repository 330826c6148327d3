import type { Config } from '../config/config.ts'
import { createSafeFetch } from '../http/outbound/safe-fetch.ts'
import type { TextMessage } from '../mail/outbox.ts'
import type { Transport } from '../mail/sender.ts'
import type { Clock } from '../time.ts'
import type { Ask } from './answer.ts'
import { twilio } from './twilio.ts'
import { webhook } from './webhook.ts'

/** Who takes text messages, as the setting names them. `patience` is for a whole request, in milliseconds. */
export function smsTransport(
  { sms, ...config }: Pick<Config, 'dev' | 'allow_networks'> & { sms: NonNullable<Config['sms']> },
  now: Clock,
  patience = 10_000,
): Transport<TextMessage> {
  const safeFetch = createSafeFetch(config)
  const ask: Ask = (url, headers, body) =>
    safeFetch(url, { by: 'operator', method: 'POST', headers, body, timeout_ms: patience, max_bytes: 65_536 })
  return sms.kind === 'twilio' ? twilio(sms, ask) : webhook(sms, ask, now)
}

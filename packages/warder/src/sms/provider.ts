import type { Config } from '../config/config.ts'
import { createSafeFetch } from '../http/outbound/safe-fetch.ts'
import type { TextMessage } from '../mail/outbox.ts'
import type { Transport } from '../mail/sender.ts'
import type { Clock } from '../time.ts'
import { twilio } from './twilio.ts'
import { webhook } from './webhook.ts'

/** Who takes text messages, as the setting names them. The program that speaks to them is loaded with the first one. */
export function smsTransport(
  { sms, ...config }: Pick<Config, 'dev' | 'allow_networks'> & { sms: NonNullable<Config['sms']> },
  now: Clock,
): Transport<TextMessage> {
  const safeFetch = createSafeFetch(config)
  return sms.kind === 'twilio' ? twilio(sms, safeFetch) : webhook(sms, safeFetch, now)
}

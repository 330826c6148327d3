import type { CheckedWebhook, ReceivedWebhook, Seconds } from '@warder/protocol'
import { systemClock } from './options.ts'

/**
 * Whether a message of a webhook comes from who has one of these secrets, unchanged and made within five minutes (Standard
 * Webhooks 1.0). Its `id` is the same at every attempt: who keeps the ids of what they have done does nothing twice.
 *
 * @param received its headers, and the body as it came: one that was parsed and written again has another signature
 * @param secrets `whsec_…`; two while one takes the place of the other
 * @throws RangeError for a secret of another form
 */
export async function checkWebhook(
  received: ReceivedWebhook,
  secrets: readonly string[],
  now: Seconds = systemClock.now(),
): Promise<CheckedWebhook> {
  const protocol = await import('@warder/protocol')
  return protocol.checkWebhook(received, secrets, now)
}

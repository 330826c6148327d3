import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Seconds } from '../time.ts'

/** By how much the clocks of both sides may differ, and how long a message may be on its way (Standard Webhooks 1.0). */
const tolerance: Seconds = 300

/** Names a few messages may have: enough for every secret of an overlap, and too few to be work. */
const mostSignatures = 10

/** What was received, as it was sent: a body that was parsed and written again has another signature. */
export type ReceivedWebhook = {
  headers: Pick<Headers, 'get'>
  body: string | Uint8Array
}

export type CheckedWebhook =
  | { ok: true; id: string; timestamp: Seconds }
  | { ok: false; reason: 'headers' | 'too_old' | 'too_new' | 'signature' }

/** The value of one signature: HMAC-SHA-256 over id, time and body, with its version (Standard Webhooks 1.0). */
export function webhookSignature(
  secret: Uint8Array,
  { id, timestamp, body }: { id: string; timestamp: Seconds; body: string | Uint8Array },
): string {
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body)
  return `v1,${mac.digest('base64')}`
}

/** The key in a secret such as `whsec_…`. @throws RangeError for anything but 24 to 64 bytes in base64 */
export function webhookKey(secret: string): Buffer {
  const text = secret.replace(/^whsec_/, '')
  const key = Buffer.from(text, 'base64')
  if (key.length < 24 || key.length > 64 || key.toString('base64') !== text)
    throw new RangeError('the secret of a webhook is whsec_ and 24 to 64 bytes in base64')
  return key
}

/**
 * Whether a message comes from who has one of these secrets, unchanged and made within five minutes. Its `id` is the same at every
 * attempt: who keeps the ids of what they have done does nothing twice.
 *
 * @param secrets `whsec_…`; two while one takes the place of the other
 * @throws RangeError for a secret of another form
 */
export function checkWebhook(
  { headers, body }: ReceivedWebhook,
  secrets: readonly string[],
  now: Seconds,
): CheckedWebhook {
  const keys = secrets.map(webhookKey)
  const id = headers.get('webhook-id') ?? ''
  const time = headers.get('webhook-timestamp') ?? ''
  const signatures = (headers.get('webhook-signature') ?? '').split(' ')
  if (!/^[\x21-\x7e]{1,256}$/.test(id) || !/^\d{1,12}$/.test(time) || signatures.length > mostSignatures)
    return { ok: false, reason: 'headers' }
  const timestamp = Number(time)
  if (timestamp < now - tolerance) return { ok: false, reason: 'too_old' }
  if (timestamp > now + tolerance) return { ok: false, reason: 'too_new' }
  const expected = keys.map((key) => Buffer.from(webhookSignature(key, { id, timestamp, body })))
  const signed = signatures.some((one) => expected.some((other) => isSame(Buffer.from(one), other)))
  return signed ? { ok: true, id, timestamp } : { ok: false, reason: 'signature' }
}

function isSame(presented: Buffer, expected: Buffer): boolean {
  return presented.length === expected.length && timingSafeEqual(presented, expected)
}

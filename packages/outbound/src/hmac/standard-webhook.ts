import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import { newMessageId } from '../random.ts'
import { reveal, type SecretLike } from '../secret.ts'

export type StandardWebhookOptions = {
  /** `whsec_…` (24 to 64 bytes in base64) or an Ed25519 key in PKCS #8 PEM. Several while one takes the place of another. */
  secrets: readonly SecretLike[]
  /** What tells one message from another; random where absent. The same at every attempt of one message. */
  id?: (request: Outgoing) => string
}

const signer = once(() => import('./webhook-signature.ts'))

/** Standard Webhooks 1.0: id, time and the body as sent, signed with every secret. */
export function standardWebhook({ secrets, id = newMessageId }: StandardWebhookOptions): Credential {
  if (secrets.length === 0)
    throw new OutboundError('CONFIG_INVALID', 'a webhook is signed with at least one secret')
  return {
    kind: 'standard-webhook',
    phase: 'sign',
    async apply(request, { clock, explain }) {
      const { body, headers } = request
      if (body !== null && !(body instanceof Uint8Array))
        throw new OutboundError(
          'BODY_NOT_REPLAYABLE',
          'a webhook is signed over its body, and the body is a stream',
        )
      const message_id = `msg_${id(request)}`
      const timestamp = Math.floor(clock() / 1000)
      const signed = Buffer.concat([Buffer.from(`${message_id}.${timestamp}.`), body ?? new Uint8Array()])
      explain?.('message', signed.toString('utf8'))
      const { webhookSignature } = await signer()
      const signatures = await Promise.all(
        secrets.map(async (one) => webhookSignature(await reveal(one), signed)),
      )
      headers.set('webhook-id', message_id)
      headers.set('webhook-timestamp', String(timestamp))
      headers.set('webhook-signature', signatures.join(' '))
    },
  }
}

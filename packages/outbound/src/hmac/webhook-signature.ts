import { createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { OutboundError } from '../errors.ts'

/** One signature with its version. @throws OutboundError CONFIG_INVALID for a secret of another form */
export function webhookSignature(secret: string, signed: Uint8Array): string {
  if (secret.startsWith('-----BEGIN')) return `v1a,${sign(null, signed, ed25519(secret)).toString('base64')}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length < 24 || key.length > 64)
    throw new OutboundError('CONFIG_INVALID', 'the secret of a webhook is 24 to 64 bytes in base64')
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

function ed25519(pem: string): KeyObject {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519')
    throw new OutboundError('CONFIG_INVALID', 'the key of a webhook is Ed25519')
  return key
}

import type { Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import { newNonce } from '../random.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { hmacPresets, type HmacPreset } from './presets.ts'
import type { HmacTemplate } from './template.ts'

export type HmacOptions = {
  /** One of the known schemes, or an API's own. */
  scheme: HmacPreset | HmacTemplate
  key: SecretLike
  /** Which key it is, for schemes that say so. */
  keyId?: string
}

const templates = once(() => import('./template.ts'))

/**
 * A request signed with a shared key. For an API of your own take `httpSignature` or the scheme `warder-hmac`.
 *
 * @throws OutboundError CONFIG_INVALID for SHA-1 that is not said to be legacy, and for parts that no template has
 */
export function hmac({ scheme, key, keyId = '' }: HmacOptions): Credential {
  const template: HmacTemplate | undefined = typeof scheme === 'string' ? hmacPresets[scheme] : scheme
  if (!template) throw new OutboundError('CONFIG_INVALID', 'there is no such scheme')
  if (template.algorithm === 'sha1' && !template.legacy)
    throw new OutboundError('CONFIG_INVALID', 'SHA-1 is for old APIs alone: say legacy: true')
  return {
    kind: 'hmac',
    phase: 'sign',
    async apply(request, { clock, explain }) {
      const { signByTemplate } = await templates()
      const moment = { now: clock(), nonce: newNonce(), key_id: keyId }
      const { message } = signByTemplate(request, template, await reveal(key), moment)
      explain?.('message', message)
    },
  }
}

import { all, firstAvailable } from '../../combine.ts'
import type { Credential } from '../../credential.ts'
import { OutboundError } from '../../errors.ts'
import type { SecretLike } from '../../secret.ts'
import { hmac } from '../../hmac/hmac.ts'
import type { HmacTemplate } from '../../hmac/template.ts'
import { standardWebhook } from '../../hmac/standard-webhook.ts'
import { httpSignature } from '../../signature/http-signature.ts'
import { sigv4 } from '../../sigv4/sigv4.ts'
import { sigv4a } from '../../sigv4a/sigv4a.ts'
import { apiKey } from '../../static/api-key.ts'
import { basic, bearer } from '../../static/basic.ts'
import type { Described } from '../definition.ts'
import { entraOf } from './entra.ts'
import { exchangeOf } from './exchange.ts'
import { optional, type Kit } from './kit.ts'
import { sigv4aOptionsOf, sigv4OptionsOf } from './sigv4.ts'
import { clientCredentialsOf, jwtBearerOf, personOf, selfSignedOf, tokenExchangeOf } from './tokens.ts'

type Of<T extends Described['type']> = Extract<Described, { type: T }>

/** Makes the credential that a definition describes. @throws OutboundError CONFIG_INVALID, SECRET_MISSING */
export async function buildCredential(described: Described, kit: Kit): Promise<Credential> {
  switch (described.type) {
    case 'api-key':
      return keyOf(described, kit)
    case 'bearer':
      return bearer(kit.secret(described.token))
    case 'basic':
      return basic({ username: await kit.text(described.username), password: kit.secret(described.password) })
    case 'hmac':
      return hmacOf(described, kit)
    case 'http-signature':
      return signatureOf(described, kit)
    case 'standard-webhook':
      return standardWebhook({ secrets: described.secrets.map(kit.secret) })
    case 'client-credentials':
      return clientCredentialsOf(described, kit)
    case 'authorization-code':
    case 'device-code':
      return personOf(described, kit)
    case 'jwt-bearer':
      return jwtBearerOf(described, kit)
    case 'self-signed-jwt':
      return selfSignedOf(described, kit)
    case 'token-exchange':
      return tokenExchangeOf(described, kit)
    case 'exchange':
      return exchangeOf(described, kit)
    case 'sigv4':
      return sigv4(await sigv4OptionsOf(described, kit))
    case 'sigv4a':
      return sigv4a(await sigv4aOptionsOf(described, kit))
    case 'entra':
      return entraOf(described, kit)
    case 'all':
      return all(...(await nested(described, kit)))
    case 'first-available':
      return firstAvailable(...(await nested(described, kit)))
  }
}

/** Whether it signs what others have added, which must be known before it is built. */
export function phaseOf(described: Described): 'decorate' | 'sign' {
  if (described.type === 'all' || described.type === 'first-available')
    return (described.of as readonly Described[]).some((one) => phaseOf(one) === 'sign') ? 'sign' : 'decorate'
  return ['hmac', 'http-signature', 'standard-webhook', 'sigv4', 'sigv4a'].includes(described.type)
    ? 'sign'
    : 'decorate'
}

// What stands within was read by `readDefinition`, which gives these.
const nested = ({ of }: Of<'all'> | Of<'first-available'>, kit: Kit) =>
  Promise.all((of as readonly Described[]).map(kit.build))

async function keyOf(described: Of<'api-key'>, kit: Kit): Promise<Credential> {
  const key = kit.secret(described.key)
  const place = described.in ?? 'header'
  if (place === 'basic-username' || place === 'basic-password') {
    const other: SecretLike = (await optional(kit, described.other)) ?? ''
    const [username, password] = place === 'basic-username' ? [key, other] : [other, key]
    return { ...basic({ username, password }), kind: 'api-key' }
  }
  const { name, prefix, fallbackKey } = described
  return apiKey({
    key,
    in: place,
    ...(name !== undefined && { name }),
    ...(prefix !== undefined && { prefix }),
    ...(fallbackKey && { fallbackKey: kit.secret(fallbackKey) }),
  })
}

async function hmacOf({ scheme, template, key, keyId }: Of<'hmac'>, kit: Kit): Promise<Credential> {
  if ((scheme === undefined) === (template === undefined))
    throw new OutboundError(
      'CONFIG_INVALID',
      'a signature has a scheme that is known, or a template of its own',
    )
  const id = await optional(kit, keyId)
  return hmac({
    scheme: scheme ?? templateOf(template),
    key: kit.secret(key),
    ...(id !== undefined && { keyId: id }),
  })
}

/** A flag that is off is as if it were not there. */
function templateOf(template: Of<'hmac'>['template']): HmacTemplate {
  if (!template) throw new OutboundError('CONFIG_INVALID', 'a signature has a scheme or a template')
  const { legacy, ...own } = template
  return { ...own, ...(legacy && { legacy }) }
}

async function signatureOf(described: Of<'http-signature'>, kit: Kit): Promise<Credential> {
  const { alg, components, label, expiresIn, tag } = described
  return httpSignature({
    alg,
    keyId: await kit.text(described.keyId),
    key: kit.secret(described.key),
    ...(components && { components }),
    ...(label !== undefined && { label }),
    ...(expiresIn !== undefined && { expiresIn }),
    ...(tag !== undefined && { tag }),
  })
}

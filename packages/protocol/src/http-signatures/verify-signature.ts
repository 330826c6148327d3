import { constants, createHmac, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import type { SignedRequest } from './components.ts'
import { componentId, signatureBase } from './signature-base.ts'
import { isInnerList, parseDictionary, type InnerList } from './structured-fields.ts'

/** RFC 9421 §3.3 and its registry. */
export const signatureAlgorithms = [
  'ed25519',
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-pss-sha512',
  'rsa-v1_5-sha256',
  'hmac-sha256',
] as const

export type HttpSignatureAlgorithm = (typeof signatureAlgorithms)[number]

export type SignatureKey =
  | { algorithm: Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>; publicKey: KeyObject }
  | { algorithm: 'hmac-sha256'; secret: Uint8Array }

/** A signature of a message, as its two fields describe it. */
export type PresentedSignature = {
  label: string
  input: InnerList
  signature: Uint8Array
  /** The identifiers of the components it covers, as in the base: `"@method"`, `"@query-param";name="id"`. */
  covered: readonly string[]
  keyid: string | undefined
  created: number | undefined
  expires: number | undefined
  nonce: string | undefined
  algorithm: string | undefined
  tag: string | undefined
}

const mostSignatures = 8

/**
 * The signatures of a message, undefined when the fields are not well formed.
 *
 * @param signatureInput the value of Signature-Input
 * @param signature the value of Signature
 * @see RFC 9421 §4.1 and §4.2
 */
export function parseSignatures(signatureInput: string, signature: string): PresentedSignature[] | undefined {
  const inputs = parseDictionary(signatureInput)
  const signatures = parseDictionary(signature)
  if (!inputs || !signatures || inputs.size > mostSignatures) return undefined
  const found: PresentedSignature[] = []
  for (const [label, input] of inputs) {
    const member = signatures.get(label)
    if (!isInnerList(input) || !member || isInnerList(member) || member.bare.type !== 'bytes')
      return undefined
    found.push(described(label, input, member.bare.value))
  }
  return found
}

function described(label: string, input: InnerList, signature: Uint8Array): PresentedSignature {
  const text = (name: string) => {
    const value = input.parameters.get(name)
    return value?.type === 'string' ? value.value : undefined
  }
  // RFC 9421 §2.3: whole seconds. What is no number is no time, and NaN passes no comparison.
  const time = (name: string) => {
    const value = input.parameters.get(name)
    if (value === undefined) return undefined
    return value.type === 'number' && Number.isInteger(value.value) ? value.value : NaN
  }
  return {
    label,
    input,
    signature,
    covered: input.items.map(componentId),
    keyid: text('keyid'),
    created: time('created'),
    expires: time('expires'),
    nonce: text('nonce'),
    algorithm: text('alg'),
    tag: text('tag'),
  }
}

/**
 * Whether a signature is one of this request by this key. Times, coverage and replay are for the caller to judge.
 *
 * @see RFC 9421 §3.2
 */
export function verifySignature(
  request: SignedRequest,
  presented: PresentedSignature,
  key: SignatureKey,
): boolean {
  // RFC 9421 §3.2: the algorithm is the key's, and a message that says another is refused.
  if (presented.algorithm !== undefined && presented.algorithm !== key.algorithm) return false
  const base = signatureBase(request, presented.input)
  return base !== undefined && isSigned(Buffer.from(base, 'latin1'), presented.signature, key)
}

function isSigned(base: Buffer, signature: Uint8Array, key: SignatureKey): boolean {
  switch (key.algorithm) {
    case 'hmac-sha256': {
      const expected = createHmac('sha256', key.secret).update(base).digest()
      return expected.length === signature.length && timingSafeEqual(expected, signature)
    }
    case 'ed25519':
      return verify(null, base, key.publicKey, signature)
    // RFC 9421 §3.3.4: r and s side by side, each as long as the curve.
    case 'ecdsa-p256-sha256':
      return signature.length === 64 && verifyEcdsa('sha256', base, key.publicKey, signature)
    case 'ecdsa-p384-sha384':
      return signature.length === 96 && verifyEcdsa('sha384', base, key.publicKey, signature)
    case 'rsa-v1_5-sha256':
      return verify('sha256', base, key.publicKey, signature)
    case 'rsa-pss-sha512': {
      // RFC 9421 §3.3.1: the salt has 64 octets.
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }
      return verify('sha512', base, { key: key.publicKey, ...padding }, signature)
    }
  }
}

const verifyEcdsa = (digest: string, base: Buffer, key: KeyObject, signature: Uint8Array): boolean =>
  verify(digest, base, { key, dsaEncoding: 'ieee-p1363' }, signature)

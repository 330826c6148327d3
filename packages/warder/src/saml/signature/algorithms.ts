import { constants, type KeyObject, type SignKeyObjectInput } from 'node:crypto'

/** How a signature is made and checked (XML Signature 1.1 §6.4, RFC 6931 §2.3). SHA-1, HMAC and DSA are none of them. */
export type SignatureAlgorithm = { hash: string; type: 'rsa' | 'ec'; pss?: true }

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const newer = 'http://www.w3.org/2007/05/xmldsig-more#'

export const rsaSha256 = `${more}rsa-sha256`

const signatures: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [rsaSha256, { hash: 'sha256', type: 'rsa' }],
  [`${more}rsa-sha384`, { hash: 'sha384', type: 'rsa' }],
  [`${more}rsa-sha512`, { hash: 'sha512', type: 'rsa' }],
  [`${newer}sha256-rsa-MGF1`, { hash: 'sha256', type: 'rsa', pss: true }],
  [`${newer}sha384-rsa-MGF1`, { hash: 'sha384', type: 'rsa', pss: true }],
  [`${newer}sha512-rsa-MGF1`, { hash: 'sha512', type: 'rsa', pss: true }],
  [`${more}ecdsa-sha256`, { hash: 'sha256', type: 'ec' }],
  [`${more}ecdsa-sha384`, { hash: 'sha384', type: 'ec' }],
  [`${more}ecdsa-sha512`, { hash: 'sha512', type: 'ec' }],
])

export const signatureAlgorithm = (uri: string): SignatureAlgorithm | undefined => signatures.get(uri)

export const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

const digests: ReadonlyMap<string, string> = new Map([
  [sha256, 'sha256'],
  [`${more}sha384`, 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
])

export const digestAlgorithm = (uri: string): string | undefined => digests.get(uri)

export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** A key as `sign` and `verify` take it. The signature of a curve is its two numbers side by side, as XML Signature 1.1 §6.4.3 has it. */
export function keyFor(key: KeyObject, { type, pss }: SignatureAlgorithm): SignKeyObjectInput {
  if (type === 'ec') return { key, dsaEncoding: 'ieee-p1363' }
  if (!pss) return { key, padding: constants.RSA_PKCS1_PADDING }
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}

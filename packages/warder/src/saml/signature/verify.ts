import { hash, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import { insist } from '../refused.ts'
import { canonical, inclusivePrefixes } from '../xml/canonical.ts'
import {
  bytesOf,
  childrenOf,
  elementsIn,
  everyElement,
  isNamed,
  requiredAttribute,
  requiredChild,
  type XmlElement,
} from '../xml/element.ts'
import { parseXml } from '../xml/parse.ts'
import { digestAlgorithm, enveloped, exclusive, keyFor, signatureAlgorithm } from './algorithms.ts'

/**
 * The element as it was signed: read again from the very bytes whose digest stands in the signature, so that nothing can be read of it
 * that nobody signed. Undefined where it carries no signature.
 *
 * @param keys those that may have signed it; what the signature says of its key is not looked at
 * @throws SamlRefused
 */
export function signedCopy(element: XmlElement, keys: readonly KeyObject[]): XmlElement | undefined {
  // Only a child of what it signs is a signature of it: one from elsewhere could speak for something else.
  const [signature, ...more] = childrenOf(element, 'ds', 'Signature')
  if (!signature) return undefined
  insist(more.length === 0, 'repeated')
  const parts = elementsIn(signature)
  const [signedInfo, value, keyInfo] = parts
  insist(
    signedInfo !== undefined &&
      isNamed(signedInfo, 'ds', 'SignedInfo') &&
      value !== undefined &&
      isNamed(value, 'ds', 'SignatureValue') &&
      (keyInfo === undefined || isNamed(keyInfo, 'ds', 'KeyInfo')) &&
      parts.length <= 3,
    'signature_form',
  )
  const bytes = referenced(element, signature, signedInfo)
  insist(isSigned(signedInfo, bytesOf(value), keys), 'signature')
  return parseXml(bytes)
}

/** The bytes that the one reference of a signature is about, once their digest is right (XML Signature 1.1 §3.2.1). */
function referenced(element: XmlElement, signature: XmlElement, signedInfo: XmlElement): string {
  const reference = requiredChild(signedInfo, 'ds', 'Reference')
  insist(requiredAttribute(reference, 'URI') === `#${requiredAttribute(element, 'ID')}`, 'reference')

  const transforms = childrenOf(requiredChild(reference, 'ds', 'Transforms'), 'ds', 'Transform')
  const [first, last] = transforms
  insist(
    transforms.length === 2 &&
      first !== undefined &&
      last !== undefined &&
      requiredAttribute(first, 'Algorithm') === enveloped &&
      requiredAttribute(last, 'Algorithm') === exclusive,
    'transform',
  )
  const algorithm = digestAlgorithm(
    requiredAttribute(requiredChild(reference, 'ds', 'DigestMethod'), 'Algorithm'),
  )
  insist(algorithm !== undefined, 'algorithm')
  const bytes = canonical(element, { inclusive: inclusivePrefixes(last), without: signature })
  const told = bytesOf(requiredChild(reference, 'ds', 'DigestValue'))
  const made = hash(algorithm, bytes, 'buffer')
  insist(told.length === made.length && timingSafeEqual(told, made), 'digest')
  return bytes
}

function isSigned(signedInfo: XmlElement, value: Buffer, keys: readonly KeyObject[]): boolean {
  const method = requiredChild(signedInfo, 'ds', 'CanonicalizationMethod')
  insist(requiredAttribute(method, 'Algorithm') === exclusive, 'transform')
  const uri = requiredAttribute(requiredChild(signedInfo, 'ds', 'SignatureMethod'), 'Algorithm')
  return isSignedBy(keys, uri, canonical(signedInfo, { inclusive: inclusivePrefixes(method) }), value)
}

/** Whether one of the keys made a signature, by the algorithm that it names. @throws SamlRefused `algorithm` */
export function isSignedBy(keys: readonly KeyObject[], uri: string, text: string, value: Buffer): boolean {
  const algorithm = signatureAlgorithm(uri)
  insist(algorithm !== undefined, 'algorithm')
  return keys
    .filter((key) => key.asymmetricKeyType === algorithm.type)
    .some((key) => verify(algorithm.hash, Buffer.from(text), keyFor(key, algorithm), value))
}

/** How many signatures stand anywhere in it. */
export const signaturesIn = (element: XmlElement): number =>
  [...everyElement(element)].filter((one) => isNamed(one, 'ds', 'Signature')).length

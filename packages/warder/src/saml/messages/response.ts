import type { KeyObject } from 'node:crypto'
import { insist } from '../refused.ts'
import { signaturesIn, signedCopy } from '../signature/verify.ts'
import {
  attribute,
  childOf,
  everyElement,
  isNamed,
  requiredAttribute,
  requiredChild,
  textOf,
  type XmlElement,
} from '../xml/element.ts'
import { parseXml } from '../xml/parse.ts'
import { readAssertion, type Assertion, type Fitting } from './assertion.ts'
import { decrypted } from './decrypt.ts'

/** What a response has to fit. */
export type Expected = Fitting & {
  idp: {
    entity_id: string
    /** Of certificates that were given to us. */
    keys: readonly KeyObject[]
  }
  /** The assertion itself has to be signed: a signature of the response is not enough. */
  signed_assertion: boolean
  /** An assertion that anybody could read on its way is not taken. */
  encrypted: boolean
}

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'

/**
 * Who has signed in at the identity provider. Every word of it was signed by a key of theirs that was given to us.
 *
 * @param document as it came, decoded
 * @throws SamlRefused
 */
export function readResponse(document: string, expected: Expected): Assertion {
  const received = parseXml(document)
  insist(isNamed(received, 'samlp', 'Response'), 'not_a_response')
  const { keys } = expected.idp
  const copy = signedCopy(received, keys)
  const response = copy ?? received
  checkEnvelope(response, expected)

  const held = onlyAssertion(received)
  const isEncrypted = isNamed(held, 'saml', 'EncryptedAssertion')
  insist(isEncrypted || !expected.encrypted, 'not_encrypted')
  const opening = { key: expected.key, cbc: expected.cbc && copy !== undefined }
  const plain = isEncrypted ? decrypted(held, opening) : held
  insist(isNamed(plain, 'saml', 'Assertion'), 'not_an_assertion')
  insist(!isEncrypted || assertionsIn(plain).length === 1, 'several_assertions')

  const signed = signedCopy(plain, keys)
  insist(signed !== undefined || (copy !== undefined && !expected.signed_assertion), 'unsigned')
  // Each signature is one of those two. What else may stand in a message that is signed, nobody has looked at.
  const signatures = signaturesIn(received) + (isEncrypted ? signaturesIn(plain) : 0)
  insist(signatures === Number(copy !== undefined) + Number(signed !== undefined), 'stray_signature')
  // Where the response alone is signed, the assertion is that of its signed copy.
  const read = signed ?? (isEncrypted ? plain : onlyAssertion(response))
  return readAssertion(read, expected, attribute(response, 'InResponseTo'))
}

/** SAML Core §3.2.2, SAML Bindings §3.5.5.2. */
function checkEnvelope(response: XmlElement, { acs, idp }: Expected): void {
  insist(requiredAttribute(response, 'Version') === '2.0', 'version')
  insist(requiredAttribute(response, 'Destination') === acs, 'destination')
  const issuer = childOf(response, 'saml', 'Issuer')
  insist(issuer === undefined || textOf(issuer) === idp.entity_id, 'issuer')
  const status = requiredChild(requiredChild(response, 'samlp', 'Status'), 'samlp', 'StatusCode')
  insist(requiredAttribute(status, 'Value') === success, 'status')
}

const isAssertion = (element: XmlElement) =>
  isNamed(element, 'saml', 'Assertion') || isNamed(element, 'saml', 'EncryptedAssertion')

const assertionsIn = (element: XmlElement): XmlElement[] => [...everyElement(element)].filter(isAssertion)

/** There is one in the whole message, and it stands where it belongs. */
function onlyAssertion(response: XmlElement): XmlElement {
  const [found, ...others] = assertionsIn(response)
  insist(
    found !== undefined && others.length === 0 && response.children.includes(found),
    'several_assertions',
  )
  return found
}

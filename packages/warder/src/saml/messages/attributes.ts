import { insist } from '../refused.ts'
import {
  childOf,
  childrenOf,
  elementsIn,
  isElement,
  isNamed,
  requiredAttribute,
  textOf,
  type XmlElement,
} from '../xml/element.ts'
import { decrypted, type Opening } from './decrypt.ts'

const longest = 2000
const most = 500
/** Each costs an operation with our private key. */
const mostEncrypted = 50

/**
 * By their names, in clear or encrypted to us (SAML Core §2.7.3). A value that is more than text, or is long, is left out.
 *
 * @param assertion of which the signature was checked
 * @throws SamlRefused
 */
export function attributesIn(assertion: XmlElement, opening: Opening): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const statement = childOf(assertion, 'saml', 'AttributeStatement')
  for (const one of statement ? everyAttribute(statement, opening) : []) {
    const name = requiredAttribute(one, 'Name')
    const values = childrenOf(one, 'saml', 'AttributeValue')
      .filter((value) => !value.children.some(isElement))
      .map(textOf)
      .filter((text) => text !== '' && text.length <= longest)
    // Which of two of one name counts would differ between readers, so they are one.
    found.set(name, [...(found.get(name) ?? []), ...values].slice(0, most))
  }
  return found
}

/** In the order of the document. */
function everyAttribute(statement: XmlElement, opening: Opening): XmlElement[] {
  insist(childrenOf(statement, 'saml', 'EncryptedAttribute').length <= mostEncrypted, 'too_long')
  return elementsIn(statement).flatMap((one) => {
    if (isNamed(one, 'saml', 'Attribute')) return one
    if (!isNamed(one, 'saml', 'EncryptedAttribute')) return []
    const opened = decrypted(one, opening)
    insist(isNamed(opened, 'saml', 'Attribute'), 'not_an_attribute')
    return opened
  })
}

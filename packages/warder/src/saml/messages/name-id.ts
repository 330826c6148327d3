import { insist } from '../refused.ts'
import { attribute, childOf, isNamed, requiredChild, textOf, type XmlElement } from '../xml/element.ts'
import { decrypted, type Opening } from './decrypt.ts'

/** A name that an identity provider has for somebody. */
export type NameId = { value: string; format: string; qualifier: string | undefined }

export const nameIdFormats = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const

/** What a provider may be asked for; `any` leaves it to the provider. */
export const nameIdChoices = ['any', 'persistent', 'email', 'transient'] as const
export type NameIdChoice = (typeof nameIdChoices)[number]

const longest = 500

type Here = { entity_id: string; idp: { entity_id: string } }

/**
 * The name in a subject or in a message about signing out, in clear or encrypted to us (SAML Core §2.2.4). What was encrypted is a
 * name as well: an assertion in its place is none.
 *
 * @param parent of which the signature was checked
 * @throws SamlRefused
 */
export function nameIn(parent: XmlElement, here: Here & Opening): NameId {
  const encrypted = childOf(parent, 'saml', 'EncryptedID')
  if (!encrypted) return readNameId(requiredChild(parent, 'saml', 'NameID'), here)
  // Which of two names counts would differ between readers.
  insist(childOf(parent, 'saml', 'NameID') === undefined, 'repeated')
  const name = decrypted(encrypted, here)
  insist(isNamed(name, 'saml', 'NameID'), 'name_id')
  return readNameId(name, here)
}

/** SAML Core §2.2.2. A name that was made for another service, or by another provider, is none here. */
function readNameId(element: XmlElement, { entity_id, idp }: Here): NameId {
  const value = textOf(element)
  insist(value !== '' && value.length <= longest && !/[\p{Cc}\p{Cf}]/u.test(value), 'name_id')
  const qualifier = attribute(element, 'NameQualifier')
  const service = attribute(element, 'SPNameQualifier')
  insist(qualifier === undefined || qualifier === idp.entity_id, 'name_id')
  insist(service === undefined || service === entity_id, 'name_id')
  return { value, format: attribute(element, 'Format') ?? nameIdFormats.unspecified, qualifier }
}

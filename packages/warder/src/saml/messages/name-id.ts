import { insist } from '../refused.ts'
import { attribute, textOf, type XmlElement } from '../xml/element.ts'

/** A name that an identity provider has for somebody. */
export type NameId = { value: string; format: string; qualifier: string | undefined }

export const nameIdFormats = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
} as const

const longest = 500

/** SAML Core §2.2.2. A name that was made for another service, or by another provider, is none here. @throws SamlRefused */
export function readNameId(
  element: XmlElement,
  { entity_id, idp }: { entity_id: string; idp: { entity_id: string } },
): NameId {
  const value = textOf(element)
  insist(value !== '' && value.length <= longest && !/[\p{Cc}\p{Cf}]/u.test(value), 'name_id')
  const qualifier = attribute(element, 'NameQualifier')
  const service = attribute(element, 'SPNameQualifier')
  insist(qualifier === undefined || qualifier === idp.entity_id, 'name_id')
  insist(service === undefined || service === entity_id, 'name_id')
  return { value, format: attribute(element, 'Format') ?? nameIdFormats.unspecified, qualifier }
}

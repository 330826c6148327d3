import { inAttribute } from '../xml/canonical.ts'
import { namespaces } from '../xml/namespaces.ts'
import { nameIdFormats, type NameIdChoice } from '../messages/name-id.ts'

export type SpMetadata = {
  entity_id: string
  acs: string
  slo: string
  /** PEM. The same key signs what we send and opens what is encrypted to us. */
  certificate: string
  signs_requests: boolean
  wants_signed_assertion: boolean
  name_id_format: NameIdChoice
}

/** What an identity provider has to know of us (SAML Metadata §2.4.4). */
export function spMetadata(of: SpMetadata): string {
  const certificate = of.certificate.replace(/-----[^-]+-----|\s/g, '')
  const formats =
    of.name_id_format === 'any' ? (['persistent', 'email'] as const) : ([of.name_id_format] as const)
  const key = (use: string) =>
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
  const at = (name: string, binding: string, location: string, more = '') =>
    `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="${inAttribute(location)}"${more}/>`
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<md:EntityDescriptor xmlns:md="${namespaces.md}" xmlns:ds="${namespaces.ds}" entityID="${inAttribute(of.entity_id)}">`,
    `<md:SPSSODescriptor protocolSupportEnumeration="${namespaces.samlp}" AuthnRequestsSigned="${of.signs_requests}" WantAssertionsSigned="${of.wants_signed_assertion}">`,
    key('signing'),
    key('encryption'),
    at('SingleLogoutService', 'Redirect', of.slo),
    at('SingleLogoutService', 'POST', of.slo),
    ...formats.map((one) => `<md:NameIDFormat>${nameIdFormats[one]}</md:NameIDFormat>`),
    at('AssertionConsumerService', 'POST', of.acs, ' index="0" isDefault="true"'),
    `</md:SPSSODescriptor>`,
    `</md:EntityDescriptor>`,
    '',
  ].join('\n')
}

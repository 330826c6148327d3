import { X509Certificate, type KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import { insist, SamlRefused } from '../refused.ts'
import { signedCopy } from '../signature/verify.ts'
import {
  attribute,
  bytesOf,
  childrenOf,
  everyElement,
  isNamed,
  requiredAttribute,
  type XmlElement,
} from '../xml/element.ts'
import { parseXml } from '../xml/parse.ts'
import { timeIn } from '../messages/times.ts'

/** What an identity provider tells of itself, as far as we use it. */
export type IdpMetadata = {
  entity_id: string
  /** Where people sign in; at least one of them is there. */
  sso: Endpoints
  /** Where messages about signing out go. */
  slo: Endpoints
  /** Where the answer to one goes, in place of `slo`. */
  slo_response: Endpoints
  /** That its signatures are checked with, as PEM. */
  certificates: string[]
}

export type Endpoints = { redirect?: string; post?: string }

type Choice = {
  now: Seconds
  /** Which one, where the document has several. */
  entity_id?: string | undefined
  /** Whose signature the document must carry; none where it need not be signed. */
  signed_by?: readonly KeyObject[] | undefined
}

/**
 * Reads the metadata of an identity provider (SAML Metadata §2.3 and §2.4).
 *
 * @throws SamlRefused
 */
export function readIdpMetadata(document: string, { now, entity_id, signed_by }: Choice): IdpMetadata {
  // People write them into metadata, and a signature is about none of them (Exclusive XML Canonicalization 1.0 §1.1).
  const received = parseXml(document.replace(/<!--(?:(?!--)[^])*-->/g, ''))
  const copy = signed_by && signedCopy(received, signed_by)
  insist(!signed_by || copy !== undefined, 'unsigned')
  const root = copy ?? received
  const providers = [...everyElement(root)].filter(
    (one) =>
      isNamed(one, 'md', 'EntityDescriptor') &&
      (entity_id === undefined || attribute(one, 'entityID') === entity_id) &&
      childrenOf(one, 'md', 'IDPSSODescriptor').length > 0,
  )
  const [entity] = providers
  insist(entity !== undefined, 'no_identity_provider')
  insist(providers.length === 1, 'several_identity_providers')
  for (const element of [root, entity]) {
    const until = timeIn(element, 'validUntil')
    insist(until === undefined || until > now, 'expired')
  }
  const [role] = childrenOf(entity, 'md', 'IDPSSODescriptor')
  insist(role !== undefined, 'no_identity_provider')
  const sso = endpoints(role, 'SingleSignOnService', 'Location')
  insist(sso.redirect !== undefined || sso.post !== undefined, 'no_endpoint')
  return {
    entity_id: requiredAttribute(entity, 'entityID'),
    sso,
    slo: endpoints(role, 'SingleLogoutService', 'Location'),
    slo_response: endpoints(role, 'SingleLogoutService', 'ResponseLocation'),
    certificates: signingCertificates(role),
  }
}

const bindings = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const

/** The first of each binding. */
function endpoints(role: XmlElement, name: string, where: 'Location' | 'ResponseLocation'): Endpoints {
  const found = (binding: string) => {
    const service = childrenOf(role, 'md', name).find((one) => attribute(one, 'Binding') === binding)
    return service && attribute(service, where)
  }
  const redirect = found(bindings.redirect)
  const post = found(bindings.post)
  return { ...(redirect !== undefined && { redirect }), ...(post !== undefined && { post }) }
}

/** A key without a use is for both (SAML Metadata §2.4.1.1). */
function signingCertificates(role: XmlElement): string[] {
  const keys = childrenOf(role, 'md', 'KeyDescriptor').filter((one) => attribute(one, 'use') !== 'encryption')
  const certificates = keys
    .flatMap((one) => [...everyElement(one)].filter((each) => isNamed(each, 'ds', 'X509Certificate')))
    .map((one) => certificateOf(bytesOf(one)).toString())
  insist(certificates.length > 0, 'no_certificate')
  return [...new Set(certificates)]
}

function certificateOf(bytes: Buffer): X509Certificate {
  try {
    return new X509Certificate(bytes)
  } catch (cause) {
    throw new SamlRefused('certificate', cause)
  }
}

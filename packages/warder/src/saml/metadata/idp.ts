import { X509Certificate, type KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import { insist, SamlRefused } from '../refused.ts'
import { signedCopy } from '../signature/verify.ts'
import {
  attribute,
  bytesOf,
  childrenOf,
  elementsIn,
  everyElement,
  isNamed,
  requiredAttribute,
  type XmlElement,
} from '../xml/element.ts'
import { namespaces } from '../xml/namespaces.ts'
import { parseXml } from '../xml/parse.ts'
import { durationIn, timeIn } from '../messages/times.ts'

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
  /** That what is for it alone is encrypted with, as PEM. */
  encryption?: string[]
  /** From then on nothing of it counts. */
  valid_until?: Seconds
  /** So many seconds it may be kept before it is read again. */
  cache_for?: Seconds
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
 * @throws SamlRefused `no_identity_provider` where the document is good, and the provider is not in it
 */
export function readIdpMetadata(document: string, { now, entity_id, signed_by }: Choice): IdpMetadata {
  // People write them into metadata, and a signature is about none of them (Exclusive XML Canonicalization 1.0 §1.1).
  const received = parseXml(document.replace(/<!--(?:(?!--)[^])*-->/g, ''))
  const copy = signed_by && signedCopy(received, signed_by)
  insist(!signed_by || copy !== undefined, 'unsigned')
  const root = copy ?? received
  // First: of what is over nobody can say who is not in it.
  insist(isGroup(root) || isNamed(root, 'md', 'EntityDescriptor'), 'not_metadata')
  checkStillGood(root, now)
  const providers = [...entitiesIn(root, [])].flatMap((found) => {
    const wanted = entity_id === undefined || attribute(found.entity, 'entityID') === entity_id
    return wanted ? rolesOf(found.entity).map((role) => ({ ...found, role })) : []
  })
  const [provider] = providers
  insist(provider !== undefined, 'no_identity_provider')
  insist(providers.length === 1, 'several_identity_providers')
  const { role, entity, around } = provider
  const whole = [...around, entity, role]
  for (const element of whole) checkStillGood(element, now)
  const sso = endpoints(role, 'SingleSignOnService', 'Location')
  insist(sso.redirect !== undefined || sso.post !== undefined, 'no_endpoint')
  const ends = whole.flatMap((one) => timeIn(one, 'validUntil') ?? [])
  const kept = whole.flatMap((one) => durationIn(one, 'cacheDuration') ?? [])
  return {
    entity_id: requiredAttribute(entity, 'entityID'),
    sso,
    slo: endpoints(role, 'SingleLogoutService', 'Location'),
    slo_response: endpoints(role, 'SingleLogoutService', 'ResponseLocation'),
    certificates: certificatesFor(role, 'signing'),
    encryption: certificatesFor(role, 'encryption'),
    // SAML Metadata §2.3.1: what stands around it bounds it too.
    ...(ends.length > 0 && { valid_until: Math.min(...ends) }),
    ...(kept.length > 0 && { cache_for: Math.min(...kept) }),
  }
}

const isGroup = (element: XmlElement) => isNamed(element, 'md', 'EntitiesDescriptor')

function checkStillGood(element: XmlElement, now: Seconds): void {
  const until = timeIn(element, 'validUntil')
  insist(until === undefined || until > now, 'expired')
}

type Found = { entity: XmlElement; around: readonly XmlElement[] }

/** Where the schema has them (SAML Metadata §2.3.1), so that one in an extension, or within another, is none. */
function* entitiesIn(element: XmlElement, around: readonly XmlElement[]): Generator<Found> {
  if (isNamed(element, 'md', 'EntityDescriptor')) yield { entity: element, around }
  if (!isGroup(element)) return
  for (const child of elementsIn(element)) yield* entitiesIn(child, [...around, element])
}

/** SAML Metadata §2.4.1: a role for another protocol, such as SAML 1.1, has addresses and keys for that one. */
const rolesOf = (entity: XmlElement): XmlElement[] =>
  childrenOf(entity, 'md', 'IDPSSODescriptor').filter((role) =>
    requiredAttribute(role, 'protocolSupportEnumeration')
      .split(/[\t\n\r ]+/)
      .includes(namespaces.samlp),
  )

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
function certificatesFor(role: XmlElement, use: 'signing' | 'encryption'): string[] {
  const keys = childrenOf(role, 'md', 'KeyDescriptor').filter((one) => (attribute(one, 'use') ?? use) === use)
  const certificates = keys
    .flatMap((one) => [...everyElement(one)].filter((each) => isNamed(each, 'ds', 'X509Certificate')))
    .map((one) => certificateOf(bytesOf(one)).toString())
  insist(certificates.length > 0 || use === 'encryption', 'no_certificate')
  return [...new Set(certificates)]
}

function certificateOf(bytes: Buffer): X509Certificate {
  try {
    return new X509Certificate(bytes)
  } catch (cause) {
    throw new SamlRefused('certificate', cause)
  }
}

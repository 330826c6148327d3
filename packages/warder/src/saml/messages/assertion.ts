import { isIPv6 } from 'node:net'
import type { Seconds } from '@warder/protocol'
import { insist } from '../refused.ts'
import {
  attribute,
  childrenOf,
  elementsIn,
  isNamed,
  requiredAttribute,
  requiredChild,
  textOf,
  type XmlElement,
} from '../xml/element.ts'
import { attributesIn } from './attributes.ts'
import type { Opening } from './decrypt.ts'
import { nameIdFormats, nameIn, type NameId, type NameIdChoice } from './name-id.ts'
import { readStatement, type AuthnStatement } from './statement.ts'
import { checkWindow, skew, timeIn } from './times.ts'

/** What an identity provider says of somebody, and to what it answers. */
export type Assertion = AuthnStatement & {
  id: string
  /** Absent where we had asked nothing. */
  in_response_to: string | undefined
  /** From then on it says nothing any more. */
  until: Seconds
  name_id: NameId
  attributes: ReadonlyMap<string, readonly string[]>
}

/** What an assertion has to fit. */
export type Fitting = Opening & {
  now: Seconds
  /** Who we are there. */
  entity_id: string
  /** Where responses to us go. */
  acs: string
  idp: { entity_id: string }
  /** What kind of name was asked for. */
  name_id_format: NameIdChoice
  /** Of which class the sign-in there must be; any where there are none. */
  authn_contexts: readonly string[]
  /** Where the message came from, where that has to be what the assertion says. */
  address: string | undefined
}

/**
 * SAML Profiles §4.1.4.3, of an assertion whose signature was checked.
 *
 * @param answers what the response around it says that it answers
 * @throws SamlRefused
 */
export function readAssertion(assertion: XmlElement, here: Fitting, answers: string | undefined): Assertion {
  insist(requiredAttribute(assertion, 'Version') === '2.0', 'version')
  insist(textOf(requiredChild(assertion, 'saml', 'Issuer')) === here.idp.entity_id, 'issuer')
  const issued = timeIn(assertion, 'IssueInstant')
  insist(issued !== undefined && issued <= here.now + skew, 'early')
  checkConditions(requiredChild(assertion, 'saml', 'Conditions'), here)

  const subject = requiredChild(assertion, 'saml', 'Subject')
  const { until, in_response_to } = confirmed(subject, here)
  insist(answers === undefined || answers === in_response_to, 'in_response_to')
  const statement = readStatement(assertion, here.now, here.authn_contexts)
  const name_id = nameIn(subject, here)
  const { name_id_format: wanted } = here
  // SAML Core §3.4.1.1: a name of another kind is no answer to what was asked, and another person may have chosen it.
  insist(wanted === 'any' || name_id.format === nameIdFormats[wanted], 'name_id_format')
  return {
    ...statement,
    id: requiredAttribute(assertion, 'ID'),
    in_response_to,
    until,
    name_id,
    attributes: attributesIn(assertion, here),
  }
}

/** How often each may stand there (SAML Core §2.5.1.4 to §2.5.1.6). A condition that nobody knows is not met (§2.5.1). */
const conditions = [
  ['AudienceRestriction', Number.POSITIVE_INFINITY],
  ['OneTimeUse', 1],
  ['ProxyRestriction', 1],
] as const

/**
 * SAML Core §2.5.1. An assertion for several is for whichever of them passes it on, so it is for us alone; of several restrictions
 * each has to be. It is used once, whether it says so or not, and what we tell applications is no assertion that it could forbid.
 */
function checkConditions(element: XmlElement, { now, entity_id }: Fitting): void {
  checkWindow(element, now)
  const known = conditions.map(([name, most]) => {
    const { length } = childrenOf(element, 'saml', name)
    insist(length <= most, 'conditions')
    return length
  })
  insist(known.reduce((sum, one) => sum + one, 0) === elementsIn(element).length, 'conditions')
  const restrictions = childrenOf(element, 'saml', 'AudienceRestriction')
  insist(restrictions.length > 0, 'incomplete')
  for (const one of restrictions) {
    const [audience, ...others] = childrenOf(one, 'saml', 'Audience')
    insist(audience !== undefined && others.length === 0 && textOf(audience) === entity_id, 'audience')
  }
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** Whoever brings the assertion is whom it is about, at this address, until then (SAML Profiles §4.1.4.2). */
function confirmed(
  subject: XmlElement,
  { now, acs, address }: Fitting,
): { until: Seconds; in_response_to: string | undefined } {
  const [confirmation, ...others] = childrenOf(subject, 'saml', 'SubjectConfirmation').filter(
    (one) => attribute(one, 'Method') === bearer,
  )
  insist(confirmation !== undefined && others.length === 0, 'confirmation')
  // Whoever else may bring it would have to be named here, and is not we (SAML Core §2.4.1.1).
  insist(
    elementsIn(confirmation).every((one) => isNamed(one, 'saml', 'SubjectConfirmationData')),
    'confirmation',
  )
  const data = requiredChild(confirmation, 'saml', 'SubjectConfirmationData')
  insist(requiredAttribute(data, 'Recipient') === acs, 'recipient')
  checkWindow(data, now)
  const until = timeIn(data, 'NotOnOrAfter')
  insist(until !== undefined, 'expired')
  const from = attribute(data, 'Address')
  // SAML Core §2.4.1.2: where whoever brings it has to be.
  insist(address === undefined || from === undefined || plain(from) === plain(address), 'address')
  return { until: until + skew, in_response_to: attribute(data, 'InResponseTo') }
}

/** One address has many ways to be written (RFC 5952 §4). */
function plain(address: string): string {
  const within = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return (isIPv6(within) ? URL.parse(`http://[${within}]`)?.hostname : undefined) ?? within
}

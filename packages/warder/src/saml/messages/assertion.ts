import type { Seconds } from '@warder/protocol'
import { insist } from '../refused.ts'
import {
  attribute,
  childOf,
  childrenOf,
  elementsIn,
  isElement,
  requiredAttribute,
  requiredChild,
  textOf,
  type XmlElement,
} from '../xml/element.ts'
import { readNameId, type NameId } from './name-id.ts'
import { checkWindow, skew, timeIn } from './times.ts'

/** What an identity provider says of somebody, and to what it answers. */
export type Assertion = {
  id: string
  /** Absent where we had asked nothing. */
  in_response_to: string | undefined
  /** From then on it says nothing any more. */
  until: Seconds
  name_id: NameId
  session_index: string | undefined
  /** When the sign-in there ends. */
  session_until: Seconds | undefined
  attributes: ReadonlyMap<string, readonly string[]>
}

type Here = { now: Seconds; entity_id: string; acs: string; idp: { entity_id: string } }

/**
 * SAML Profiles §4.1.4.3, of an assertion whose signature was checked.
 *
 * @param answers what the response around it says that it answers
 * @throws SamlRefused
 */
export function readAssertion(assertion: XmlElement, here: Here, answers: string | undefined): Assertion {
  insist(requiredAttribute(assertion, 'Version') === '2.0', 'version')
  insist(textOf(requiredChild(assertion, 'saml', 'Issuer')) === here.idp.entity_id, 'issuer')
  const issued = timeIn(assertion, 'IssueInstant')
  insist(issued !== undefined && issued <= here.now + skew, 'early')
  checkConditions(requiredChild(assertion, 'saml', 'Conditions'), here)

  const subject = requiredChild(assertion, 'saml', 'Subject')
  const { until, in_response_to } = confirmed(subject, here)
  insist(answers === undefined || answers === in_response_to, 'in_response_to')
  const statement = requiredChild(assertion, 'saml', 'AuthnStatement')
  const session_until = timeIn(statement, 'SessionNotOnOrAfter')
  insist(session_until === undefined || session_until > here.now, 'expired')
  return {
    id: requiredAttribute(assertion, 'ID'),
    in_response_to,
    until,
    name_id: readNameId(requiredChild(subject, 'saml', 'NameID'), here),
    session_index: attribute(statement, 'SessionIndex'),
    session_until,
    attributes: attributesIn(assertion),
  }
}

const conditions = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'])

/** SAML Core §2.5.1. An assertion for several is for whichever of them passes it on, so it is for us alone. */
function checkConditions(element: XmlElement, { now, entity_id }: Here): void {
  checkWindow(element, now)
  insist(
    elementsIn(element).every(({ local }) => conditions.has(local)),
    'conditions',
  )
  const [audience, ...others] = childrenOf(
    requiredChild(element, 'saml', 'AudienceRestriction'),
    'saml',
    'Audience',
  )
  insist(audience !== undefined && others.length === 0 && textOf(audience) === entity_id, 'audience')
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/** Whoever brings the assertion is whom it is about, at this address, until then (SAML Profiles §4.1.4.2). */
function confirmed(
  subject: XmlElement,
  { now, acs }: Here,
): { until: Seconds; in_response_to: string | undefined } {
  const [confirmation, ...others] = childrenOf(subject, 'saml', 'SubjectConfirmation').filter(
    (one) => attribute(one, 'Method') === bearer,
  )
  insist(confirmation !== undefined && others.length === 0, 'confirmation')
  const data = requiredChild(confirmation, 'saml', 'SubjectConfirmationData')
  insist(requiredAttribute(data, 'Recipient') === acs, 'recipient')
  checkWindow(data, now)
  const until = timeIn(data, 'NotOnOrAfter')
  insist(until !== undefined, 'expired')
  return { until: until + skew, in_response_to: attribute(data, 'InResponseTo') }
}

const longest = 2000
const most = 500

/** By their names. A value that is more than text, or is long, is left out. */
function attributesIn(assertion: XmlElement): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const statement = childOf(assertion, 'saml', 'AttributeStatement')
  for (const one of statement ? childrenOf(statement, 'saml', 'Attribute') : []) {
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

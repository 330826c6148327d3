import type { KeyObject } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import { minute } from '../../time.ts'
import { insist } from '../refused.ts'
import { signaturesIn, signedCopy } from '../signature/verify.ts'
import {
  attribute,
  childrenOf,
  isNamed,
  requiredAttribute,
  requiredChild,
  textOf,
  type XmlElement,
} from '../xml/element.ts'
import { parseXml } from '../xml/parse.ts'
import type { Opening } from './decrypt.ts'
import { nameIn, type NameId } from './name-id.ts'
import { checkWindow, skew, timeIn } from './times.ts'

export type ExpectedLogout = Opening & {
  now: Seconds
  entity_id: string
  /** Where messages about signing out go. */
  slo: string
  idp: { entity_id: string; keys: readonly KeyObject[] }
  /** The signature came beside the message, in the address, and was checked there (SAML Bindings §3.4.4.1). */
  signed_beside: boolean
}

/** So long a message about signing out is good for, however long it says itself. */
export const logoutLifetime: Seconds = 5 * minute

export type LogoutMessage =
  | { kind: 'request'; id: string; name_id: NameId; session_indexes: string[] }
  | { kind: 'response'; in_response_to: string }

/**
 * Reads a `LogoutRequest` or a `LogoutResponse` (SAML Profiles §4.4). Either must be signed as a whole.
 *
 * @param document as it came, decoded
 * @throws SamlRefused
 */
export function readLogout(document: string, expected: ExpectedLogout): LogoutMessage {
  const received = parseXml(document)
  const copy = signedCopy(received, expected.idp.keys)
  insist(copy !== undefined || expected.signed_beside, 'unsigned')
  insist(signaturesIn(received) === Number(copy !== undefined), 'stray_signature')
  const message = copy ?? received

  insist(requiredAttribute(message, 'Version') === '2.0', 'version')
  insist(requiredAttribute(message, 'Destination') === expected.slo, 'destination')
  insist(textOf(requiredChild(message, 'saml', 'Issuer')) === expected.idp.entity_id, 'issuer')
  checkAge(message, expected.now)
  if (isNamed(message, 'samlp', 'LogoutResponse'))
    return { kind: 'response', in_response_to: requiredAttribute(message, 'InResponseTo') }
  insist(isNamed(message, 'samlp', 'LogoutRequest'), 'not_a_logout')
  return {
    kind: 'request',
    id: requiredAttribute(message, 'ID'),
    name_id: nameIn(message, expected),
    session_indexes: childrenOf(message, 'samlp', 'SessionIndex').map(textOf),
  }
}

function checkAge(message: XmlElement, now: Seconds): void {
  const issued = timeIn(message, 'IssueInstant')
  insist(issued !== undefined && issued <= now + skew, 'early')
  insist(issued > now - logoutLifetime, 'expired')
  if (attribute(message, 'NotOnOrAfter') !== undefined) checkWindow(message, now)
}

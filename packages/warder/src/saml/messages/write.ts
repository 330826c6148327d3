import type { Seconds } from '@warder/protocol'
import { isoTime } from '../../time.ts'
import { inAttribute } from '../xml/canonical.ts'
import { namespaces } from '../xml/namespaces.ts'
import type { NameId } from './name-id.ts'

/** What each message of ours begins with. `id` is an NCName that nobody can guess. */
export type Head = { id: string; now: Seconds; destination: string; entity_id: string }

const spaces = `xmlns:samlp="${namespaces.samlp}" xmlns:saml="${namespaces.saml}"`

/** A value may stand between tags as it may in quotation marks. */
const escaped = inAttribute

function message(
  name: string,
  { id, now, destination, entity_id }: Head,
  attributes: Readonly<Record<string, string>>,
  content: string,
): string {
  const all = { ID: id, Version: '2.0', IssueInstant: isoTime(now), Destination: destination, ...attributes }
  const written = Object.entries(all).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<samlp:${name} ${spaces}${written.join('')}><saml:Issuer>${escaped(entity_id)}</saml:Issuer>${content}</samlp:${name}>`
}

/** Asks who somebody is (SAML Core §3.4.1). The answer comes by a form to `acs`. */
export function authnRequest(head: Head, acs: string): string {
  const asked = {
    AssertionConsumerServiceURL: acs,
    ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
  }
  return message('AuthnRequest', head, asked, '<samlp:NameIDPolicy AllowCreate="true"></samlp:NameIDPolicy>')
}

/** Says that somebody has signed out here (SAML Core §3.7.1). */
export function logoutRequest(
  head: Head,
  { name_id, session_index }: { name_id: NameId; session_index: string | undefined },
): string {
  const { value, format, qualifier } = name_id
  const named = qualifier === undefined ? '' : ` NameQualifier="${escaped(qualifier)}"`
  const name = `<saml:NameID Format="${escaped(format)}"${named}>${escaped(value)}</saml:NameID>`
  const index =
    session_index === undefined ? '' : `<samlp:SessionIndex>${escaped(session_index)}</samlp:SessionIndex>`
  return message('LogoutRequest', head, {}, name + index)
}

/** Answers that it is done (SAML Core §3.7.2). */
export function logoutResponse(head: Head, in_response_to: string): string {
  const status = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode>'
  const content = `<samlp:Status>${status}</samlp:Status>`
  return message('LogoutResponse', head, { InResponseTo: in_response_to }, content)
}

import type { Seconds } from '@warder/protocol'
import { isoTime } from '../../time.ts'
import { inAttribute } from '../xml/canonical.ts'
import { namespaces } from '../xml/namespaces.ts'
import { encryptedId, type Sealing } from './encrypt.ts'
import { nameIdFormats, type NameId, type NameIdChoice } from './name-id.ts'

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

export type Asking = {
  /** Where the answer comes by a form. */
  acs: string
  /** The person has to show anew who they are, however long they have been signed in there. */
  forced: boolean
  name_id_format: NameIdChoice
  /** Classes of which the sign-in has to be one; any where there are none. */
  authn_contexts: readonly string[]
}

/** Asks who somebody is (SAML Core §3.4.1). */
export function authnRequest(head: Head, { acs, forced, name_id_format, authn_contexts }: Asking): string {
  const asked = {
    AssertionConsumerServiceURL: acs,
    ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
    ...(forced && { ForceAuthn: 'true' }),
  }
  return message('AuthnRequest', head, asked, nameIdPolicy(name_id_format) + requestedContext(authn_contexts))
}

/** SAML Core §3.4.1.1. Nobody is to make a lasting name for what is made anew each time (§8.3.8). */
function nameIdPolicy(choice: NameIdChoice): string {
  const create = choice === 'transient' ? '' : ' AllowCreate="true"'
  const format = choice === 'any' ? '' : ` Format="${nameIdFormats[choice]}"`
  return `<samlp:NameIDPolicy${create}${format}></samlp:NameIDPolicy>`
}

/** SAML Core §3.3.2.2.1. */
function requestedContext(classes: readonly string[]): string {
  if (classes.length === 0) return ''
  const named = classes.map((one) => `<saml:AuthnContextClassRef>${escaped(one)}</saml:AuthnContextClassRef>`)
  return `<samlp:RequestedAuthnContext Comparison="exact">${named.join('')}</samlp:RequestedAuthnContext>`
}

type LeavingSession = {
  name_id: NameId
  session_index: string | undefined
  /** The name is encrypted so; in clear where it is absent. */
  sealing?: Sealing | undefined
}

/** Says that somebody has signed out here (SAML Core §3.7.1). */
export function logoutRequest(head: Head, { name_id, session_index, sealing }: LeavingSession): string {
  const { value, format, qualifier } = name_id
  const named = qualifier === undefined ? '' : ` NameQualifier="${escaped(qualifier)}"`
  const name = (declared: string) =>
    `<saml:NameID${declared} Format="${escaped(format)}"${named}>${escaped(value)}</saml:NameID>`
  const told = sealing ? encryptedId(name(` xmlns:saml="${namespaces.saml}"`), sealing) : name('')
  const index =
    session_index === undefined ? '' : `<samlp:SessionIndex>${escaped(session_index)}</samlp:SessionIndex>`
  return message('LogoutRequest', head, {}, told + index)
}

/** Answers that it is done (SAML Core §3.7.2). */
export function logoutResponse(head: Head, in_response_to: string): string {
  const status = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode>'
  const content = `<samlp:Status>${status}</samlp:Status>`
  return message('LogoutResponse', head, { InResponseTo: in_response_to }, content)
}

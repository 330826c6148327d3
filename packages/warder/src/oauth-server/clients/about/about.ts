import { OAuthError } from '@warder/protocol'
import type { ClientRow } from '../../../store/oauth/clients.ts'
import { checkedLocalNames, localNamesIn, type LocalNames } from './names.ts'

/** What an application tells of itself and is told again, under the names of RFC 7591 §2 and OpenID Connect. */
export type AboutMetadata = LocalNames & {
  client_uri?: string
  /** Fetched once, when it is registered, and shown where people sign in for it. */
  logo_uri?: string
  policy_uri?: string
  tos_uri?: string
  contacts?: readonly string[]
  /** OIDC Core §4: where a sign-in may be begun from outside. */
  initiate_login_uri?: string
  /** OIDC Dynamic Registration §2. Kept and never fetched: requests are pushed or come by value here. */
  request_uris?: readonly string[]
  sector_identifier_uri?: string
  application_type?: string
  /** Its ID tokens have `auth_time`, its logout tokens and pages `sid`, whether it asks or not. */
  require_auth_time?: boolean
  backchannel_logout_session_required?: boolean
  frontchannel_logout_session_required?: boolean
}

const pages = [
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'initiate_login_uri',
  'sector_identifier_uri',
] as const
const told = [
  'require_auth_time',
  'backchannel_logout_session_required',
  'frontchannel_logout_session_required',
] as const

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/**
 * The column of what an application tells of itself.
 *
 * @param named gives a name in its normal form, or throws
 * @throws OAuthError invalid_client_metadata for an address that people must not be sent to (CA-13)
 */
export function checkedAbout(input: AboutMetadata, named: (name: string) => string): string | null {
  const about: Record<string, unknown> = checkedLocalNames(input, named)
  for (const name of pages) {
    const uri = input[name]
    if (uri !== undefined) about[name] = checkedPage(uri, name)
  }
  for (const uri of input.request_uris ?? []) checkedPage(uri, 'request_uris')
  if (input.request_uris) about['request_uris'] = input.request_uris
  if (input.contacts) about['contacts'] = checkedContacts(input.contacts)
  if (input.application_type !== undefined) about['application_type'] = checkedType(input.application_type)
  for (const name of told) if (input[name] !== undefined) about[name] = input[name]
  return columnOf(about)
}

const columnOf = (about: object) => (Object.keys(about).length === 0 ? null : JSON.stringify(about))

/** The column without the names by language: who gives an application another name gives it in each. */
export function withoutLocalNames(row: Pick<ClientRow, 'about'>): string | null {
  const about = aboutView(row)
  const gone = localNamesIn(about)
  return columnOf(Object.fromEntries(Object.entries(about).filter(([name]) => !Object.hasOwn(gone, name))))
}

/** OIDC Dynamic Registration §2: https, so that what people are shown is the application's own. */
function checkedPage(uri: string, name: string): string {
  const url = URL.parse(uri)
  if (url?.protocol !== 'https:' || url.username || url.password || uri.length > 2000)
    throw refuse(`${name} must be an https address`)
  return uri
}

function checkedContacts(contacts: readonly string[]): readonly string[] {
  const sane = contacts.every((one) => one.length <= 200 && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(one))
  if (!sane || contacts.length > 20) throw refuse('contacts are at most 20 addresses')
  return contacts
}

function checkedType(type: string): string {
  if (type !== 'web' && type !== 'native') throw refuse('application_type is web or native')
  return type
}

/** What was told, as it was. */
export function aboutView({ about }: Pick<ClientRow, 'about'>): AboutMetadata {
  // Written by `checkedAbout`.
  return about === null ? {} : (JSON.parse(about) as AboutMetadata)
}

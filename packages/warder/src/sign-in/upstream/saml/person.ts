import type { Connection } from '../../../connections/connection.ts'
import { nameIdFormats } from '../../../saml/messages/name-id.ts'
import { Refused } from '../refused.ts'
import { shownText, type Identity } from '../identity.ts'
import { parseEmail } from '../../../users/email.ts'
import type { Arrived } from './acs.ts'

/** What providers call their attributes. The first that is there counts. */
const usual = {
  email: [
    'email',
    'mail',
    'emailAddress',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    'urn:oid:0.9.2342.19200300.100.1.3',
    'urn:oid:1.2.840.113549.1.9.1',
  ],
  name: [
    'displayName',
    'http://schemas.microsoft.com/identity/claims/displayname',
    'urn:oid:2.16.840.1.113730.3.1.241',
    'name',
    'cn',
    'urn:oid:2.5.4.3',
  ],
  groups: [
    'groups',
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
    'memberOf',
    'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
  ],
} as const

type Attributes = Arrived['attributes']

function valuesOf(
  attributes: Attributes,
  { attributes: chosen }: Pick<Connection, 'attributes'>,
  what: keyof typeof usual,
): readonly string[] {
  const own = chosen[what]
  const names: readonly string[] = own === undefined ? usual[what] : [own]
  return names.map((name) => attributes[name] ?? []).find((values) => values.length > 0) ?? []
}

/** SA-27: names that are made anew at each sign-in, or of which nothing is said, are nobody's. */
const lasting: readonly string[] = [nameIdFormats.persistent, nameIdFormats.email]

/**
 * Who somebody is at a connection. The same words mean somebody else at every other one, whatever the provider calls itself: so the
 * connection is the issuer of the identity.
 *
 * @throws Refused where nothing that lasts says who it is
 */
export function identityAt(connection: Connection, { attributes, name_id }: Arrived): Identity {
  const { subject: by } = connection.attributes
  const subject = by === undefined ? nameFrom(name_id) : attributes[by]?.[0]
  if (subject === undefined || subject.length > 500) throw new Refused('failed', 'subject')

  const named = name_id.format === nameIdFormats.email ? name_id.value : undefined
  const email = valuesOf(attributes, connection, 'email')[0] ?? named
  const owned = email !== undefined && isOwned(email, connection)
  return {
    issuer: connection.id,
    subject,
    email,
    confirmed: owned,
    owned,
    full_name: valuesOf(attributes, connection, 'name')[0],
    label: shownText(email) ?? shownText(subject) ?? connection.title,
  }
}

const nameFrom = ({ value, format }: Arrived['name_id']) => (lasting.includes(format) ? value : undefined)

/** Whether mail to an address goes to the organisation itself: then the address is theirs to give. */
function isOwned(address: string, { domains }: Connection): boolean {
  const email = parseEmail(address)
  const domain = email?.key.slice(email.key.lastIndexOf('@') + 1)
  return domain !== undefined && domains.includes(domain)
}

/** What groups somebody is in there, and what that makes them here. */
export const groupsOf = (connection: Connection, { attributes }: Arrived): readonly string[] =>
  valuesOf(attributes, connection, 'groups')

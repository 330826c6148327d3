import { createPrivateKey, hash, sign } from 'node:crypto'
import { makeSelfSigned } from '../../../packages/warder/src/crypto/self-signed.ts'
import { isoTime } from '../../../packages/warder/src/time.ts'

/** A key of an identity provider, made once for each test file: to make one takes a second. */
export async function makeProviderKey(from = 1_700_000_000, until = 2_000_000_000): Promise<ProviderKey> {
  const { private_key, certificate } = await makeSelfSigned('idp.example', from, until)
  return { key: createPrivateKey(private_key), certificate }
}

export type ProviderKey = { key: ReturnType<typeof createPrivateKey>; certificate: string }

export const entity = 'https://idp.example/metadata'

/** Everything that a response says, to be changed by a test. */
export type Said = {
  now: number
  acs: string
  sp: string
  id: string
  issuer: string
  in_response_to: string | undefined
  destination: string | undefined
  recipient: string | undefined
  audiences: string[]
  name_id: string
  format: string
  not_before: number
  not_on_or_after: number
  issued: number
  session_until: number | undefined
  session_index: string
  status: string
  conditions: boolean
  attributes: Record<string, string[]>
  name_id_attributes: string
  authn_instant: number | undefined
  authn_context: string
  /** Where it says that it may be brought from. */
  address: string | undefined
  /** In place of the name in clear. */
  encrypted_id: string | undefined
  /** In the statement, beside those that are in clear. */
  encrypted_attributes: string
  /** More of what stands in the conditions. */
  more_conditions: string
}

let made = 0

export function saying(change: Partial<Said> & Pick<Said, 'now' | 'acs' | 'sp'>): Said {
  const { now, acs, sp } = change
  return {
    id: `_assertion${made++}`,
    issuer: entity,
    in_response_to: '_request',
    destination: acs,
    recipient: acs,
    audiences: [sp],
    name_id: 'ada-7',
    format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    not_before: now - 10,
    not_on_or_after: now + 120,
    issued: now,
    session_until: undefined,
    session_index: '_session1',
    status: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    conditions: true,
    attributes: {},
    name_id_attributes: '',
    authn_instant: change.issued ?? now,
    authn_context: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
    address: undefined,
    encrypted_id: undefined,
    encrypted_attributes: '',
    more_conditions: '',
    ...change,
  }
}

const optional = (name: string, value: string | undefined) =>
  value === undefined ? '' : ` ${name}="${value}"`

/** The name in clear, as it stands in a subject; `declared` where it is written by itself, to be encrypted. */
export function nameIdOf({ format, name_id, name_id_attributes }: Said, declared = ''): string {
  return `<saml:NameID${declared} Format="${format}"${name_id_attributes}>${name_id}</saml:NameID>`
}

/** Written as canonical text, so that a test can sign it without reading it. */
export function assertionOf(said: Said): string {
  const { id, issuer, issued, recipient, in_response_to, audiences } = said
  const restriction = `<saml:AudienceRestriction>${audiences.map((one) => `<saml:Audience>${one}</saml:Audience>`).join('')}</saml:AudienceRestriction>`
  const conditions = said.conditions
    ? `<saml:Conditions NotBefore="${isoTime(said.not_before)}" NotOnOrAfter="${isoTime(said.not_on_or_after)}">${audiences.length > 0 ? restriction : ''}${said.more_conditions}</saml:Conditions>`
    : ''
  const until = said.session_until === undefined ? undefined : isoTime(said.session_until)
  const attributes = Object.entries(said.attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  )
  const all = attributes.join('') + said.encrypted_attributes
  const statement = all === '' ? '' : `<saml:AttributeStatement>${all}</saml:AttributeStatement>`
  const instant = said.authn_instant === undefined ? undefined : isoTime(said.authn_instant)
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${isoTime(issued)}" Version="2.0">` +
    `<saml:Issuer>${issuer}</saml:Issuer>` +
    `<saml:Subject>${said.encrypted_id ?? nameIdOf(said)}` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData${optional('Address', said.address)}${optional('InResponseTo', in_response_to)} NotOnOrAfter="${isoTime(said.not_on_or_after)}"${optional('Recipient', recipient)}></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>` +
    conditions +
    `<saml:AuthnStatement${optional('AuthnInstant', instant)} SessionIndex="${said.session_index}"${optional('SessionNotOnOrAfter', until)}><saml:AuthnContext><saml:AuthnContextClassRef>${said.authn_context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    statement +
    `</saml:Assertion>`
  )
}

/** Around an assertion, which stands in it as it is. */
export function responseOf(said: Said, assertion: string): string {
  const { id, destination, in_response_to, issued, issuer, status } = said
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"${optional('Destination', destination)} ID="${id}_response"${optional('InResponseTo', in_response_to)} IssueInstant="${isoTime(issued)}" Version="2.0">` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="${status}"></samlp:StatusCode></samlp:Status>${assertion}</samlp:Response>`
  )
}

const dsig = 'http://www.w3.org/2000/09/xmldsig#'

export type Signing = {
  signature_method?: string
  digest_method?: string
  hash?: string
  sign?: (signedInfo: string) => string
  key_info?: string
}

/** The signature of an element that is written in canonical text, by Node alone: nothing of ours is a part of it. */
export function signatureOf(text: string, { key }: Pick<ProviderKey, 'key'>, how: Signing = {}): string {
  const [, id = ''] = / ID="([^"]*)"/.exec(text) ?? []
  const used = how.hash ?? 'sha256'
  const signature_method = how.signature_method ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
  const digest_method = how.digest_method ?? 'http://www.w3.org/2001/04/xmlenc#sha256'
  const signedInfo =
    `<ds:SignedInfo xmlns:ds="${dsig}"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signature_method}"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digest_method}"></ds:DigestMethod><ds:DigestValue>${hash(used, text, 'base64')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const value = how.sign?.(signedInfo) ?? sign(used, Buffer.from(signedInfo), key).toString('base64')
  // The declaration around it is enough: canonical text has none twice.
  const inside = signedInfo.replace(` xmlns:ds="${dsig}"`, '')
  return `<ds:Signature xmlns:ds="${dsig}">${inside}<ds:SignatureValue>${value}</ds:SignatureValue>${how.key_info ?? ''}</ds:Signature>`
}

/** Signs an assertion or a message, behind its first issuer. */
export function signed(text: string, key: Pick<ProviderKey, 'key'>, how: Signing = {}): string {
  const signature = signatureOf(text, key, how)
  return text.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`)
}

/** A response whose assertion is signed, as most send it. */
export function signedResponse(said: Said, key: Pick<ProviderKey, 'key'>, how: Signing = {}): string {
  return responseOf(said, signed(assertionOf(said), key, how))
}

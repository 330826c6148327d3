import assert from 'node:assert/strict'
import { inflateRawSync } from 'node:zlib'
import type { Choices } from '../../../packages/warder/src/connections/definition.ts'
import { addConnection } from '../../../packages/warder/src/connections/manage.ts'
import type { ConnectionView } from '../../../packages/warder/src/connections/view.ts'
import type { Page, Browser } from '../cookies.ts'
import { startWarder, type TestWarder } from '../warder.ts'
import {
  entity,
  makeProviderKey,
  saying,
  signatureOf,
  signedResponse,
  type ProviderKey,
  type Said,
} from './provider.ts'

export const sso = 'https://idp.example/sso'
export const slo = 'https://idp.example/slo'

type Certificates = readonly Pick<ProviderKey, 'certificate'>[]

/** What an identity provider tells of itself. */
export function metadataOf(
  certificates: Certificates,
  entity_id = entity,
  endpoints = usualEndpoints,
  lasting: { validUntil?: string; cacheDuration?: string } = {},
): string {
  const keys = certificates.map(
    ({ certificate }) =>
      `<KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`,
  )
  const { validUntil, cacheDuration } = lasting
  const kept = cacheDuration === undefined ? '' : ` cacheDuration="${cacheDuration}"`
  const until = validUntil === undefined ? '' : ` validUntil="${validUntil}"`
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"${kept} entityID="${entity_id}"${until}><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}${endpoints}</IDPSSODescriptor></EntityDescriptor>`
}

/** Metadata with the signature of whoever gives it out. */
export function signedMetadata(document: string, key: Pick<ProviderKey, 'key'>): string {
  const named = document.replace('<EntityDescriptor ', '<EntityDescriptor ID="_metadata" ')
  // As canonical text has it: declarations before attributes, these by name, and of namespaces only those in use.
  const canonical = named
    .replace(' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', '')
    .replace(
      /<EntityDescriptor ID="_metadata" xmlns="([^"]*)"/,
      '<EntityDescriptor xmlns="$1" ID="_metadata"',
    )
    .replaceAll('<ds:KeyInfo>', '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')
  const [opening = ''] = /^<EntityDescriptor [^>]*>/.exec(canonical) ?? []
  return opening + signatureOf(canonical, key) + canonical.slice(opening.length)
}

const binding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP'
export const endpoint = (name: string, kind: 'Redirect' | 'POST', location: string) =>
  `<${name} Binding="${binding}-${kind}" Location="${location}"></${name}>`
export const usualEndpoints =
  endpoint('SingleLogoutService', 'Redirect', slo) + endpoint('SingleSignOnService', 'Redirect', sso)

export type SamlWorld = {
  warder: TestWarder
  key: ProviderKey
  connection: ConnectionView
  /** A browser goes to the identity provider: the id of our request. */
  begin: (browser: Browser, query?: string) => Promise<string>
  says: (change: Partial<Said>) => Said
  /** Brings a message to us with a browser, as the provider's form does, and follows where it leads. */
  bring: (browser: Browser, document: string, more?: Record<string, string>) => Promise<Page>
  /** All of that, with an assertion that is signed and says this. */
  signIn: (browser: Browser, change?: Partial<Said>, query?: string) => Promise<Page>
}

export const domain = 'acme.example'

/** A Warder with one identity provider, whose clock both share. */
export async function startSaml(
  choices: Partial<Choices> = {},
  settings: Record<string, string> = {},
  shared?: { warder: TestWarder; key: ProviderKey },
): Promise<SamlWorld> {
  const warder =
    shared?.warder ??
    (await startWarder({ 'limits.costly': '100000', 'limits.waiting': '100000', ...settings }))
  const key = shared?.key ?? (await makeProviderKey())
  const connection = await addConnection(warder.operator, {
    name: 'acme',
    metadata: { document: metadataOf([key]) },
    choices: { title: 'Acme', domains: [domain], ...choices },
  })
  return { warder, key, connection, ...actions(warder, key, connection) }
}

export function actions(warder: TestWarder, key: ProviderKey, { sp }: ConnectionView) {
  const says: SamlWorld['says'] = (change) =>
    saying({
      now: warder.clock.now,
      acs: sp.acs_url,
      sp: sp.entity_id,
      attributes: { email: [`ada@${domain}`], displayName: ['Ada Lovelace'] },
      ...change,
    })
  const begin: SamlWorld['begin'] = async (browser, query = '') => {
    const response = await browser.send(`${pathOf(sp.login_url)}${query}`)
    assert.equal(response.status, 303, await response.text())
    return idIn(messageIn(response.headers.get('location') ?? ''))
  }
  const bring: SamlWorld['bring'] = async (browser, document, more = {}) => {
    const encoded = Buffer.from(document).toString('base64')
    const response = await fromAnotherSite(warder, pathOf(sp.acs_url), { SAMLResponse: encoded, ...more })
    if (response.status !== 303) return page(response)
    return browser.open(response.headers.get('location') ?? '')
  }
  const signIn: SamlWorld['signIn'] = async (browser, change = {}, query = '') => {
    const in_response_to = await begin(browser, query)
    return bring(browser, signedResponse(says({ in_response_to, ...change }), key))
  }
  return { begin, says, bring, signIn }
}

const page = async (response: Response): Promise<Page> => ({
  status: response.status,
  path: '',
  html: await response.text(),
  headers: response.headers,
})

/** Of the one connection, which the provider encrypts for. */
export async function certificateOf({ warder }: Pick<SamlWorld, 'warder'>): Promise<string> {
  const row = await warder.app.db.selectFrom('connection').select('certificate').executeTakeFirstOrThrow()
  return row.certificate
}

/** Why a sign-in elsewhere was refused last, as the audit has it. */
export async function lastReason({ app }: Pick<TestWarder, 'app'>): Promise<string | undefined> {
  const event = await app.db
    .selectFrom('audit_event')
    .select('detail')
    .where('type', '=', 'sign_in.elsewhere')
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  return (JSON.parse(event?.detail ?? '{}') as { reason?: string }).reason
}

/** A form that another site has a browser send: without cookies. */
export const fromAnotherSite = (warder: TestWarder, path: string, fields: Record<string, string>) =>
  warder.form(path, fields, { origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' })

export const pathOf = (address: string) => {
  const { pathname, search } = new URL(address)
  return pathname + search
}

/** What the address carries that a browser is sent to. */
export function messageIn(address: string, name = 'SAMLRequest'): string {
  const message = new URL(address).searchParams.get(name) ?? ''
  return inflateRawSync(Buffer.from(message, 'base64')).toString()
}

export const idIn = (message: string) => / ID="([^"]*)"/.exec(message)?.[1] ?? ''

/** How many sessions anybody has. */
export async function sessionCount({ app }: TestWarder): Promise<number> {
  const rows = await app.db.selectFrom('session').select('id').where('revoked_at', 'is', null).execute()
  return rows.length
}

/** Where a page leads by itself: no form of ours may lead to the provider. */
export const wayOn = ({ html }: Page) => (/;url=([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&')

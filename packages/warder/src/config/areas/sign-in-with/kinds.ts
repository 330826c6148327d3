import { createPrivateKey, type KeyObject } from 'node:crypto'
import * as address from '../../kinds/address.ts'
import { accept, refuse, type Kind } from '../../kinds/kind.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** What a provider calls us. It never has white space. */
export const clientId: Kind<string> = {
  label: 'client id',
  parse(input) {
    if (/^[\x21-\x7e]{1,500}$/.test(input)) return accept(input)
    return refuse('is no client id', 'Copy it from the provider as it stands there')
  },
}

export const clientSecret: Kind<string> = {
  label: 'secret',
  parse(input) {
    if (/^[\x20-\x7e]{1,1000}$/.test(input)) return accept(input)
    return refuse('is no client secret', 'Copy it from the provider as it stands there')
  },
}

/** Plain http is for this machine, and for development. */
export const secureOrigin: Kind<string> = {
  label: 'origin',
  parse(input) {
    const parsed = address.origin.parse(input)
    return !parsed.ok || isSecure(new URL(input)) ? parsed : refuse('is not https', 'Use https')
  },
}

const isSecure = ({ protocol, hostname }: URL) => protocol === 'https:' || loopback.test(hostname)

const providerName = /^[a-z0-9][a-z0-9-]{0,59}$/
const named: ReadonlySet<string> = new Set(['google', 'github', 'microsoft', 'apple'])

export type NamedIssuer = { name: string; issuer: string }

/** `acme=https://login.acme.example`. OpenID Connect Discovery 1.0 §3: an issuer has neither query nor fragment. */
export const namedIssuer: Kind<NamedIssuer> = {
  label: 'issuer',
  parse(input) {
    const remedy = 'Write it like acme=https://login.acme.example'
    const [, name = '', issuer = ''] = /^([^=\s]*)=(\S{1,1000})$/.exec(input) ?? []
    if (!providerName.test(name)) return refuse('has no name of small letters, digits and hyphens', remedy)
    if (named.has(name)) return refuse(`is called ${name}, which has settings of its own`, remedy)
    const url = URL.parse(issuer)
    if (!url || url.username || url.password || /[?#]/.test(issuer)) return refuse('names no issuer', remedy)
    return isSecure(url) ? accept({ name, issuer }) : refuse('is not https', remedy)
  },
}

export type NamedClient = { name: string; client_id: string; client_secret: string | undefined }

/** `acme=client-id:secret`, each with percent signs where it has a colon of its own; a public client has no secret. */
export const namedClient: Kind<NamedClient> = {
  label: 'client',
  parse(input) {
    const remedy = 'Write it like acme=client-id:secret'
    const [, name = '', id = '', secret] = /^([^=\s]+)=([^:\s]{1,500})(?::(\S{1,1000}))?$/.exec(input) ?? []
    const client_id = decoded(id)
    const client_secret = secret === undefined ? undefined : decoded(secret)
    if (!providerName.test(name) || !client_id || client_secret === '')
      return refuse('is no client with its name', remedy)
    return accept({ name, client_id, client_secret })
  },
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

const tenantId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** All private accounts are in this one. */
const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** A directory of Microsoft Entra: its id, because a name could be given to another one. */
export const tenant: Kind<string> = {
  label: 'tenant',
  parse(input) {
    if (input === 'consumers') return accept(consumers)
    if (input === 'organizations' || input === 'common') return accept(input)
    if (tenantId.test(input)) return accept(input.toLowerCase())
    return refuse('is no tenant', 'Use the id of a directory, or organizations, consumers or common')
  },
}

/** The key that Apple gives as a file: PKCS #8, of an elliptic curve that signs with ES256. */
export const appleKey: Kind<KeyObject> = {
  label: 'private key',
  parse(input) {
    const remedy = 'Give the file AuthKey_….p8 as Apple made it'
    try {
      // In a variable the lines are often joined by a backslash and an n.
      const key = createPrivateKey(input.replaceAll('\\n', '\n'))
      const sound = key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      return sound ? accept(key) : refuse('is a key of another kind', remedy)
    } catch {
      return refuse('is no private key', remedy)
    }
  },
}

const identifier = /^[A-Z0-9]{10}$/

/** Of a team or a key at Apple. */
export const appleId: Kind<string> = {
  label: 'id',
  parse: (input) =>
    identifier.test(input)
      ? accept(input)
      : refuse('is no id of Apple', 'It has ten capital letters and digits'),
}

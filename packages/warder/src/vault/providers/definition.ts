import type { Preset, Quirks } from '@warder/outbound'
import * as z from 'zod'
import { keyPlaces } from './key-places.ts'

// Which service of others people may connect, as an operator describes it: by a provider that is known, or by its addresses.

const web = z
  .string()
  .max(2000)
  .refine((text) => isAddress(text), 'is no address: write it like https://provider.example/authorize')

/** `https://api.example.com`, or `https://*.example.com` for every host below it. */
const origin = z
  .string()
  .max(300)
  .refine((text) => isOrigin(text), 'is no origin: write it like https://api.example.com')

const word = z.string().regex(/^[\x21-\x7e]{1,300}$/, 'is no scope')

/** Where the secret of a connection may go, and how its API is called. */
const reach = {
  /** Nowhere else. */
  origins: z.array(origin).min(1, 'needs at least one origin').max(20),
  /** What its API wants with every request, such as a version. */
  headers: z.record(z.string().max(100), z.string().max(500)),
}

/** People sign in there, and allow us something (RFC 6749 §4.1). */
const oauthFields = z.strictObject({
  kind: z.literal('oauth'),
  ...reach,
  authorization_endpoint: web,
  token_endpoint: web,
  revocation_endpoint: web.optional(),
  /** What people are asked to allow. */
  scopes: z.array(word).max(100),
  scope_separator: z.string().max(1),
  auth_method: z.enum(['client_secret_basic', 'client_secret_post', 'basic_raw', 'none']),
  /** What the authorization endpoint wants beside, such as `access_type`. */
  parameters: z.record(z.string().max(100), z.string().max(500)),
  quirks: z.custom<Quirks>((value) => typeof value === 'object' && value !== null),
})

/** People have a key of that service, and type it in. */
const keyFields = z
  .strictObject({
    kind: z.literal('api_key'),
    ...reach,
    in: z.enum(keyPlaces),
    /** Of the header, the query parameter or the cookie. */
    name: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is no name of a header or parameter')
      .optional(),
    /** What stands before the key in a header. */
    prefix: z
      .string()
      .regex(/^[\x21-\x7e]{0,100}$/, 'has a character that headers may not have')
      .optional(),
    /** The other half of Basic. */
    other: z
      .string()
      .regex(/^[\x20-\x39\x3b-\x7e]{0,100}$/, 'has a character that it may not have')
      .optional(),
    /** Whether a program may have the key itself, where its person ticked that as well. */
    hand_over: z.boolean(),
  })
  .refine(
    ({ in: place, prefix }) => prefix === undefined || place === 'header',
    'has a prefix in a header alone',
  )
  .refine(
    ({ in: place, name, other }) => (place.startsWith('basic-') ? name : other) === undefined,
    'has a name or another half, by where the key goes',
  )

/** People have a name and a password at that service, and type them in (RFC 7617). */
const basicFields = z.strictObject({ kind: z.literal('basic'), ...reach })

export const definitionFields = z.discriminatedUnion('kind', [oauthFields, keyFields, basicFields])

export type Kind = Definition['kind']
export type OAuthDefinition = z.output<typeof oauthFields>
export type KeyDefinition = z.output<typeof keyFields>
/** Of a secret that people type in. */
export type TypedDefinition = KeyDefinition | z.output<typeof basicFields>
export type Definition = z.output<typeof definitionFields>

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.username || url.password || url.hash) return false
  return url.protocol === 'https:' || isThisMachine(url)
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text.replace('://*.', '://'))
  return url !== null && url.origin === text.replace('://*.', '://') && isAddress(url.href)
}

/** Plain http is for development, and goes nowhere. */
const isThisMachine = ({ protocol, hostname }: URL) =>
  protocol === 'http:' &&
  (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname))

type SignInWay = {
  authorizationEndpoint?: string
  tokenEndpoint?: string
  revocationEndpoint?: string
  scope?: readonly string[]
  scopeSeparator?: string
  parameters?: Readonly<Record<string, string>>
  quirks?: Quirks
  auth?: { method?: 'basic' | 'post' | 'basic-raw' }
}

type KeyWay = { in?: (typeof keyPlaces)[number]; name?: string; prefix?: string; other?: string }

type PresetBase = {
  baseUrl?: string
  origins?: readonly string[]
  variables?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
}

const methods = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  'basic-raw': 'basic_raw',
} as const

/**
 * What a known provider wants, with the variables of its addresses filled in. Undefined where it is not connected in this way.
 * The result is checked by `definitionFields` like one that was written by hand.
 *
 * @param kind the sign-in of people where it is not said and there is one, otherwise a key
 * @param variables `tenant`, `host`: those that the preset does not know, or knows otherwise
 */
export function definitionOf(
  preset: Preset,
  kind: Exclude<Kind, 'basic'> | undefined,
  variables: Readonly<Record<string, string>>,
): Partial<OAuthDefinition> | Partial<KeyDefinition> | undefined {
  const base = preset.base as PresetBase // data of `@warder/outbound`, checked there by its tests
  const known = { ...base.variables, ...variables }
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = known[name]
      return value === undefined ? whole : encodeURIComponent(value)
    })
  const places = [...(base.baseUrl === undefined ? [] : [base.baseUrl]), ...(base.origins ?? [])].map(filled)
  const shared = { origins: [...new Set(places.map(originOf))], headers: { ...base.headers } }
  const signIn = preset.ways['authorization-code'] as SignInWay | undefined
  if (kind !== 'api_key' && signIn?.authorizationEndpoint && signIn.tokenEndpoint)
    return {
      kind: 'oauth',
      ...shared,
      authorization_endpoint: filled(signIn.authorizationEndpoint),
      token_endpoint: filled(signIn.tokenEndpoint),
      ...(signIn.revocationEndpoint !== undefined && {
        revocation_endpoint: filled(signIn.revocationEndpoint),
      }),
      scopes: [...(signIn.scope ?? [])],
      scope_separator: signIn.scopeSeparator ?? ' ',
      auth_method: methods[signIn.auth?.method ?? 'post'],
      parameters: { ...signIn.parameters },
      quirks: { ...signIn.quirks },
    }
  const key = preset.ways['api-key'] as KeyWay | undefined
  return key && kind !== 'oauth' ? { kind: 'api_key', ...shared, ...key } : undefined
}

/** Of an address, whose host may begin with `*.`. */
function originOf(text: string): string {
  const below = text.includes('://*.')
  const url = URL.parse(text.replace('://*.', '://'))
  if (!url) return text
  return below ? url.origin.replace('://', '://*.') : url.origin
}

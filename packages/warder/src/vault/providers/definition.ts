import type { Preset, Quirks } from '@warder/outbound'
import * as z from 'zod'

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

export const definitionFields = z.object({
  authorization_endpoint: web,
  token_endpoint: web,
  revocation_endpoint: web.optional(),
  /** Where the tokens may go, and nowhere else. */
  origins: z.array(origin).min(1, 'needs at least one origin').max(20),
  /** What people are asked to allow. */
  scopes: z.array(word).max(100),
  scope_separator: z.string().max(1),
  auth_method: z.enum(['client_secret_basic', 'client_secret_post', 'basic_raw', 'none']),
  /** What the authorization endpoint wants beside, such as `access_type`. */
  parameters: z.record(z.string().max(100), z.string().max(500)),
  /** What its API wants with every request, such as a version. */
  headers: z.record(z.string().max(100), z.string().max(500)),
  quirks: z.custom<Quirks>((value) => typeof value === 'object' && value !== null),
})

export type Definition = z.output<typeof definitionFields>

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || isThisMachine(url)) && !url.username && !url.hash
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
 * What a known provider wants, with the variables of its addresses filled in. Undefined where it has no sign-in of people by
 * browser. The result is checked by `definitionFields` like one that was written by hand.
 *
 * @param variables `tenant`, `host`: those that the preset does not know, or knows otherwise
 */
export function definitionOf(
  preset: Preset,
  variables: Readonly<Record<string, string>>,
): Partial<Definition> | undefined {
  const base = preset.base as PresetBase // data of `@warder/outbound`, checked there by its tests
  const way = preset.ways['authorization-code'] as SignInWay | undefined
  if (!way?.authorizationEndpoint || !way.tokenEndpoint) return undefined
  const known = { ...base.variables, ...variables }
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = known[name]
      return value === undefined ? whole : encodeURIComponent(value)
    })
  const places = [...(base.baseUrl === undefined ? [] : [base.baseUrl]), ...(base.origins ?? [])].map(filled)
  return {
    authorization_endpoint: filled(way.authorizationEndpoint),
    token_endpoint: filled(way.tokenEndpoint),
    ...(way.revocationEndpoint !== undefined && { revocation_endpoint: filled(way.revocationEndpoint) }),
    origins: [...new Set(places.map(originOf))],
    scopes: [...(way.scope ?? [])],
    scope_separator: way.scopeSeparator ?? ' ',
    auth_method: methods[way.auth?.method ?? 'post'],
    parameters: { ...way.parameters },
    headers: { ...base.headers },
    quirks: { ...way.quirks },
  }
}

/** Of an address, whose host may begin with `*.`. */
function originOf(text: string): string {
  const below = text.includes('://*.')
  const url = URL.parse(text.replace('://*.', '://'))
  if (!url) return text
  return below ? url.origin.replace('://', '://*.') : url.origin
}

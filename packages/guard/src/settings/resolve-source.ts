import type { Seconds } from '@warder/protocol'
import type { TokenProfile } from '../caller.ts'
import { mayFetch } from '../issuer/may-fetch.ts'
import type { GuardOptions } from '../options.ts'
import { readKeys, type Environment, type KnownKey } from './keys.ts'
import { outside } from './ranges.ts'
import { signatureKeyProblems } from './signature-keys.ts'
import type {
  HmacKey,
  HttpSignatureKey,
  SourceOptions,
  AccessTokensSource,
  IntrospectionSource,
  SessionSource,
  WarderKeysSource,
} from './sources.ts'

/** The client that this API is to a server. */
export type ClientCredentials = { client_id: string; client_secret: string }

/** A source with everything filled in. */
export type Source =
  | { kind: 'api_keys'; keys: readonly KnownKey[] }
  | ({ kind: 'warder_keys'; issuer: string; cache: Seconds } & ClientCredentials)
  | { kind: 'access_tokens'; issuer: string; audience: string; profile: TokenProfile; follow: boolean }
  | ({
      kind: 'introspection'
      issuer: string
      endpoint: string
      audience: string
      cache: Seconds
    } & ClientCredentials)
  | { kind: 'warder_session'; issuer: string; origins: readonly string[]; cache: Seconds }
  | { kind: 'warder_hmac'; keys: readonly HmacKey[] }
  | {
      kind: 'http_signatures'
      keys: readonly HttpSignatureKey[]
      components: readonly string[] | undefined
      max_age: Seconds
    }

export type SourceOf<K extends Source['kind']> = Extract<Source, { kind: K }>

/** Fills one source in; what is wrong with it is added to `wrong`. */
export function resolveSource(
  source: SourceOptions,
  options: GuardOptions,
  from: Environment,
  wrong: string[],
): Source {
  const { env } = from
  const issuerOf = ({ issuer }: { issuer?: string }) =>
    checkIssuer(issuer ?? options.issuer ?? env['WARDER_ISSUER'] ?? '', wrong)

  switch (source.kind) {
    case 'api_keys': {
      const read = readKeys(source, from)
      wrong.push(...read.wrong)
      return { kind: 'api_keys', keys: read.keys }
    }
    case 'access_tokens':
      return accessTokens(
        source,
        issuerOf(source),
        source.audience ?? options.audience ?? env['WARDER_AUDIENCE'] ?? '',
        wrong,
      )
    case 'warder_keys':
      return warderKeys(source, issuerOf(source), env, wrong)
    case 'introspection':
      return introspection(source, source.endpoint === undefined ? issuerOf(source) : '', options, env, wrong)
    case 'warder_session':
      return session(source, issuerOf(source), wrong)
    case 'warder_hmac':
      wrong.push(...signatureKeyProblems('warder_hmac', source.keys))
      return { kind: 'warder_hmac', keys: source.keys }
    case 'http_signatures': {
      const { keys, components, max_age = 300 } = source
      wrong.push(...signatureKeyProblems('http_signatures', keys), ...outside('max_age', max_age, 1, 3600))
      return { kind: 'http_signatures', keys, components, max_age }
    }
  }
}

function accessTokens(source: AccessTokensSource, issuer: string, audience: string, wrong: string[]): Source {
  if (audience === '')
    wrong.push('No audience: set WARDER_AUDIENCE, or pass { audience }, to the name of this API in "aud".')
  const { profile = 'rfc9068', follow_revocations: follow = true } = source
  return { kind: 'access_tokens', issuer, audience, profile, follow }
}

type Env = Environment['env']

function warderKeys(source: WarderKeysSource, issuer: string, env: Env, wrong: string[]): Source {
  const cache = source.cache ?? 5
  wrong.push(...outside('cache', cache, 0, 300))
  return { kind: 'warder_keys', issuer, cache, ...clientOf(source, env, wrong) }
}

function introspection(
  source: IntrospectionSource,
  issuer: string,
  options: GuardOptions,
  env: Env,
  wrong: string[],
): Source {
  const { endpoint = '', cache = 5 } = source
  const url = URL.parse(endpoint)
  if (endpoint !== '' && !(url && mayFetch(url)))
    wrong.push('endpoint must be https; http is for localhost alone.')
  wrong.push(...outside('cache', cache, 0, 300))
  const audience = source.audience ?? options.audience ?? env['WARDER_AUDIENCE'] ?? ''
  return { kind: 'introspection', issuer, endpoint, audience, cache, ...clientOf(source, env, wrong) }
}

function session(source: SessionSource, issuer: string, wrong: string[]): Source {
  const { cache = 2, origins = [URL.parse(issuer)?.origin ?? ''] } = source
  wrong.push(...outside('cache', cache, 0, 60))
  for (const origin of origins)
    if (issuer !== '' && URL.parse(origin)?.origin !== origin) wrong.push(`${origin} is not an origin.`)
  return { kind: 'warder_session', issuer, origins, cache }
}

function clientOf(source: Partial<ClientCredentials>, env: Env, wrong: string[]): ClientCredentials {
  const client_id = source.client_id ?? env['WARDER_CLIENT_ID'] ?? ''
  const client_secret = source.client_secret ?? env['WARDER_CLIENT_SECRET'] ?? ''
  if (client_id === '' || client_secret === '')
    wrong.push(
      'No client: set WARDER_CLIENT_ID and WARDER_CLIENT_SECRET, or pass { client_id, client_secret }.',
    )
  return { client_id, client_secret }
}

function checkIssuer(issuer: string, wrong: string[]): string {
  const problem = issuerProblem(issuer)
  if (problem !== undefined && !wrong.includes(problem)) wrong.push(problem)
  return issuer
}

function issuerProblem(issuer: string): string | undefined {
  if (issuer === '')
    return 'No issuer: set WARDER_ISSUER, or pass { issuer }, to the base URL of the sign-in server.'
  const url = URL.parse(issuer)
  if (!url) return 'The issuer is not a URL.'
  // RFC 8414 §2: an issuer has no query and no fragment.
  if (/[?#]/.test(issuer) || url.username || url.password)
    return 'The issuer must have no query, fragment or user name.'
  if (!mayFetch(url)) return 'The issuer must be https; http is for localhost alone.'
  return undefined
}

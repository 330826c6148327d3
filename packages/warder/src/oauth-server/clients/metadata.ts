import {
  checkRedirectUriRegistration,
  cibaGrant,
  deviceCodeGrant,
  jwtBearerGrant,
  OAuthError,
  parseScope,
  tokenExchangeGrant,
  type ApplicationType,
} from '@warder/protocol'
import { acrValues } from '../../access/acr.ts'
import { isAboutPeople, openidScopes } from '../../access/permissions/scopes.ts'
import { clientTypes, tokenFormats, type ClientType, type TokenFormat } from './client.ts'
import { imitates, readsAs } from './strangers/imitation.ts'

const grantsOf: Record<ClientType, readonly string[]> = {
  confidential: ['authorization_code', 'refresh_token'],
  public: ['authorization_code', 'refresh_token'],
  machine: ['client_credentials'],
}

/** Grants beside the code by which a person says yes. */
const asks: readonly string[] = [deviceCodeGrant, cibaGrant]

/** In somebody's name while they are away: an operator gives these to an application, and it cannot take them itself. */
const grantsOfOperators = [tokenExchangeGrant, jwtBearerGrant, cibaGrant]

const knownGrants = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  deviceCodeGrant,
  ...grantsOfOperators,
]

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** @throws OAuthError invalid_client_metadata for a type we do not know */
export function checkedType(text: string): ClientType {
  const type = clientTypes.find((known) => known === text)
  if (!type) throw refuse(`type must be one of ${clientTypes.join(', ')}`)
  return type
}

/** The name in its normal form. @throws OAuthError invalid_client_metadata when it cannot stand on a page */
export function checkedName(name: string): string {
  const trimmed = name.normalize('NFC').trim()
  // It stands on the consent page: nothing in it may hide, turn round or break what stands beside it.
  if (trimmed.length === 0 || trimmed.length > 100 || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(trimmed)) {
    throw refuse('the name needs 1 to 100 visible characters')
  }
  return trimmed
}

/**
 * The name that an application gave itself, which must not look like somebody else's or like ours.
 *
 * @throws OAuthError invalid_client_metadata
 */
export function honestName(name: string, brand: string): string {
  const checked = checkedName(name)
  if (imitates(checked) || readsAs(checked, brand)) throw refuse('the name looks like another name')
  return checked
}

/** The grants asked for, or what the type needs. @throws OAuthError invalid_client_metadata */
export function checkedGrants(
  type: ClientType,
  asked: readonly string[] | undefined,
  by: 'us' | 'itself' = 'us',
): string[] {
  const grants = [...new Set(asked ?? grantsOf[type])]
  const unknown = grants.find((grant) => !knownGrants.includes(grant))
  if (unknown !== undefined) throw refuse(`grant types are ${knownGrants.join(', ')}`)
  if (grants.length === 0) throw refuse('a client needs a grant type')
  // RFC 6749 §4.4: only who can keep a secret may act on the strength of it.
  if (type === 'public' && grants.includes('client_credentials'))
    throw refuse('a public client cannot use client_credentials')
  // What people may allow an application that nobody here knows, it must not take without them.
  if (by === 'itself' && type !== 'machine' && grants.includes('client_credentials'))
    throw refuse('client_credentials is for an application that people do not sign in to')
  if (by === 'itself' && grants.some((grant) => grantsOfOperators.includes(grant)))
    throw refuse('this grant type is for applications that an operator registered')
  if (type === 'public' && grants.some((grant) => grantsOfOperators.includes(grant)))
    throw refuse('a public client cannot act in the name of people who are away')
  const interactive = [...asks, 'authorization_code'].some((grant) => grants.includes(grant))
  if (grants.includes('refresh_token') && !interactive) {
    throw refuse('refresh_token goes with authorization_code, the device code or CIBA')
  }
  return grants
}

/** A public client runs on its user's device, or in a browser; only the first has addresses that are not https. */
export function applicationType(type: ClientType): ApplicationType {
  return type === 'public' ? 'native' : 'web'
}

/** @throws OAuthError invalid_redirect_uri, saying what to change */
export function checkedUris(uris: readonly string[], type: ClientType): string[] {
  if (uris.length > 50) throw new OAuthError('invalid_redirect_uri', 'a client may have 50 redirect URIs')
  for (const uri of uris) checkRedirectUriRegistration(uri, applicationType(type))
  return [...new Set(uris)]
}

/** The scopes it may ask for, separated by spaces. @throws OAuthError invalid_scope */
export function checkedScope(type: ClientType, text: string | undefined): string {
  if (text === undefined || text.trim() === '') return type === 'machine' ? '' : openidScopes.join(' ')
  const scope = parseScope(text.trim())
  return scope.join(' ')
}

/**
 * The scopes of an application that registered itself: what it names of those about a person, and those of APIs that the
 * operator lets people give away. Which of them it gets, each person decides. One that acts for itself has nobody to ask, and
 * gets none.
 *
 * @throws OAuthError invalid_scope
 */
export function scopeOfItself(
  type: ClientType,
  text: string | undefined,
  allowed: readonly string[],
): string {
  const named = checkedScope(type, text).split(' ')
  return type === 'machine' ? '' : [...named.filter(isAboutPeople), ...allowed].join(' ')
}

/** @throws OAuthError invalid_client_metadata for a value that no sign-in here has (OIDC Dynamic Registration §2) */
export function checkedAcr(asked: readonly string[] = []): string[] {
  for (const value of asked) {
    if (!acrValues.some((known) => known === value)) throw refuse(`acr values are ${acrValues.join(', ')}`)
  }
  return [...new Set(asked)]
}

/** @throws OAuthError invalid_client_metadata for what is no resource (RFC 8707 §2) */
export function checkedResources(resources: readonly string[]): string[] {
  for (const resource of resources) {
    // RFC 8707 §2: an absolute URI without a fragment.
    if (!URL.canParse(resource) || resource.includes('#') || /\s/.test(resource)) {
      throw refuse('a resource is an absolute URI without a fragment')
    }
  }
  return [...new Set(resources)]
}

/**
 * Whether its requests need PKCE. A client that keeps a secret and checks the `nonce` of its ID tokens is safe without
 * (RFC 9700 §2.1.1); every other is not.
 *
 * @throws OAuthError invalid_client_metadata
 */
export function checkedPkce(
  { require_pkce = true }: { require_pkce?: boolean },
  type: ClientType,
  profile: string | null,
): boolean {
  if (!require_pkce && (type !== 'confidential' || profile !== null))
    throw refuse('only a confidential client without a profile may go without PKCE')
  return require_pkce
}

/** @throws OAuthError invalid_client_metadata */
export function checkedFormat(text: string = 'jwt'): TokenFormat {
  const format = tokenFormats.find((known) => known === text)
  if (!format) throw refuse(`access_token_format must be ${tokenFormats.join(' or ')}`)
  return format
}

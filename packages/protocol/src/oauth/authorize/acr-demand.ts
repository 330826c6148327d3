import { OAuthError } from '../errors.ts'

/** Where a client says how sure it wants to be of who signs in. */
export type AcrWishes = {
  /** OIDC Core §3.1.2.1: separated by spaces, in order of preference. */
  acr_values?: string | undefined
  /** The `claims` parameter as it came (OIDC Core §5.5). */
  claims?: string | undefined
  /** OIDC Dynamic Registration §2: what the client wants when it does not say. */
  default_acr_values: readonly string[]
}

export type AcrDemand = {
  /** Any of them will do. */
  sufficient: readonly string[]
  /** OIDC Core §5.5.1.1: nothing less will do, and the client wants to be told so. */
  essential: boolean
}

/**
 * How sure a client wants to be of who signs in: what it can have of that is asked for. The weakest of several that it
 * names is enough, and so is whatever is stronger.
 *
 * @param supported the values there are, the weakest first
 * @returns undefined when any sign-in will do
 * @throws OAuthError unmet_authentication_requirements when it must have a value that there is not
 * @see OIDC Core §5.5.1.1, OpenID Connect Core Error Code unmet_authentication_requirements 1.0 §3
 */
export function acrDemand(wishes: AcrWishes, supported: readonly string[]): AcrDemand | undefined {
  const claim = acrClaim(wishes.claims)
  const named = claim?.values ?? wishes.acr_values?.split(' ').filter(Boolean) ?? wishes.default_acr_values
  const essential = claim?.essential ?? false
  const weakest = supported.findIndex((value) => named.includes(value))
  if (weakest === -1) {
    if (!essential || named.length === 0) return undefined
    throw new OAuthError('unmet_authentication_requirements', 'no sign-in here has one of these acr values')
  }
  return weakest === 0 ? undefined : { sufficient: supported.slice(weakest), essential }
}

type AcrClaim = { values: string[]; essential: boolean }

/** What the `claims` parameter says of `acr` in the ID token; undefined when it says nothing. */
function acrClaim(claims: string | undefined): AcrClaim | undefined {
  const acr = member(member(parsed(claims), 'id_token'), 'acr')
  if (acr === undefined || acr === null) return undefined
  const value = member(acr, 'value')
  const values = member(acr, 'values')
  const all = [value, ...(Array.isArray(values) ? (values as unknown[]) : [])]
  const texts = all.filter((one) => typeof one === 'string')
  return texts.length === 0 ? undefined : { values: texts, essential: member(acr, 'essential') === true }
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function member(of: unknown, name: string): unknown {
  if (typeof of !== 'object' || of === null || !Object.hasOwn(of, name)) return undefined
  return (of as Record<string, unknown>)[name] // an own property of an object
}

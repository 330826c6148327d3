import { OAuthError } from '../errors.ts'

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const mostScopes = 50

/**
 * Splits a scope parameter into its scopes: each once, in the order in which they were first named.
 *
 * @throws OAuthError invalid_scope when the text is not a list of scope tokens or names more than fifty
 * @see RFC 6749 §3.3
 */
export function parseScope(text: string): string[] {
  // The limit of split stops ten thousand scopes before they become ten thousand strings.
  const tokens = text.split(' ', mostScopes + 1)
  if (tokens.length > mostScopes) throw new OAuthError('invalid_scope', 'scope names too many scopes')
  if (!tokens.every((token) => scopeToken.test(token))) {
    throw new OAuthError('invalid_scope', 'scope must be words with one space between them')
  }
  return [...new Set(tokens)]
}

/**
 * The scopes a request gets of those it may have: what it asks for, or all of them when it asks for none.
 *
 * @throws OAuthError invalid_scope when it asks for one that is not allowed
 * @see RFC 6749 §3.3
 */
export function grantScope(requested: string | undefined, allowed: readonly string[]): string[] {
  if (requested === undefined) return [...allowed]

  const scope = parseScope(requested)
  if (!scope.every((token) => allowed.includes(token))) {
    throw new OAuthError('invalid_scope', 'scope names a scope that cannot be granted')
  }
  return scope
}

import { OAuthError } from '../errors.ts'

// C0 and DEL: no parameter of OAuth may hold them, and they are what splits headers and log lines.
// oxlint-disable-next-line no-control-regex
export const controlCharacter = /[\x00-\x1f\x7f]/

/**
 * Reads one parameter of a request. One sent without a value is absent.
 *
 * @throws OAuthError invalid_request when it is sent twice or holds a control character
 * @see RFC 6749 §3.1 and §3.2
 */
export function parameter(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name)
  if (values.length > 1) throw new OAuthError('invalid_request', `${name} must not be repeated`)
  const value = values[0]
  if (!value) return undefined

  // RFC 6749 §A: the characters of every parameter begin at the space.
  if (controlCharacter.test(value)) {
    throw new OAuthError('invalid_request', `${name} must not contain control characters`)
  }
  return value
}

/**
 * Reads a parameter that must be there.
 *
 * @throws OAuthError invalid_request when it is absent, besides the reasons of `parameter`
 */
export function requiredParameter(form: URLSearchParams, name: string): string {
  const value = parameter(form, name)
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is required`)
  return value
}

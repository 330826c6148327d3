import { OAuthError } from '../errors.ts'
import { controlCharacter } from './parameters.ts'

const mostResources = 10
const longestResource = 2048

/**
 * Reads the resources a token is asked for. `resource` is the one parameter that may be repeated.
 *
 * @throws OAuthError invalid_target when one is not an absolute URI without fragment
 * @see RFC 8707 §2
 */
export function parseResource(form: URLSearchParams): string[] {
  // RFC 6749 §3.1: a parameter without a value is absent.
  const resources = [...new Set(form.getAll('resource').filter((value) => value !== ''))]
  if (resources.length > mostResources) throw new OAuthError('invalid_target', 'too many resources')

  for (const resource of resources) {
    const readable = resource.length <= longestResource && !controlCharacter.test(resource)
    if (!readable || resource.includes('#') || !isAbsoluteUri(resource)) {
      throw new OAuthError('invalid_target', 'resource must be an absolute URI without a fragment')
    }
  }
  return resources
}

/**
 * The resources of a token request, which may name fewer than the grant holds and never another.
 *
 * @throws OAuthError invalid_target when the request names a resource that was not granted
 * @see RFC 8707 §2.2
 */
export function narrowResource(requested: readonly string[], granted: readonly string[]): string[] {
  if (requested.length === 0) return [...granted]
  if (!requested.every((resource) => granted.includes(resource))) {
    throw new OAuthError('invalid_target', 'resource names a resource that was not granted')
  }
  return [...requested]
}

// RFC 3986 §4.3: a scheme, then something. The parser alone would also forgive white space and back slashes.
const isAbsoluteUri = (text: string) => /^[a-z][a-z0-9+.-]*:[^\s\\]+$/i.test(text) && URL.canParse(text)

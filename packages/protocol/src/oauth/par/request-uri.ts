/** RFC 9126 §2.2: how the address of a pushed request begins. What follows is random, and a secret for as long as it works. */
const prefix = 'urn:ietf:params:oauth:request_uri:'

export function requestUriOf(handle: string): string {
  return prefix + handle
}

/** The handle in the address of a pushed request; undefined for any other address, which is never fetched. */
export function handleOfRequestUri(request_uri: string): string | undefined {
  return request_uri.startsWith(prefix) ? request_uri.slice(prefix.length) : undefined
}

/** Of what a client sends to push a request, what is no part of the request (RFC 9126 §2.1). */
const ofAuthentication = ['client_secret', 'client_assertion', 'client_assertion_type']

/** The authorization request in a form that pushes one. */
export function pushedParameters(form: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(form)
  for (const name of ofAuthentication) params.delete(name)
  return params
}

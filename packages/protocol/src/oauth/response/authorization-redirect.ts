export type ResponseParameters = Record<string, string | undefined>

/**
 * The URL that carries an authorization response, or an error, back to the client: the parameters follow
 * whatever query the redirect URI has. Always give `iss` (RFC 9207 §2). Absent values are left out.
 *
 * @see RFC 6749 §3.1.2, §4.1.2 and §4.1.2.1
 */
export function authorizationRedirect(redirect_uri: string, params: ResponseParameters): string {
  // Not through URL, which would rewrite a redirect URI that was compared as a string.
  const added = encoded(params)
  if (added === '') return redirect_uri
  if (!redirect_uri.includes('?')) return `${redirect_uri}?${added}`
  return /[?&]$/.test(redirect_uri) ? `${redirect_uri}${added}` : `${redirect_uri}&${added}`
}

/**
 * The same in the fragment, which a redirect URI never has (RFC 6749 §3.1.2).
 *
 * @see OAuth 2.0 Multiple Response Type Encoding Practices §2.1
 */
export function fragmentRedirect(redirect_uri: string, params: ResponseParameters): string {
  return `${redirect_uri}#${encoded(params)}`
}

// Each value by itself, so that state comes back byte for byte.
function encoded(params: ResponseParameters): string {
  return Object.entries(params)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    )
    .join('&')
}

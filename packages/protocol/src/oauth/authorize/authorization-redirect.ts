/**
 * The URL that carries an authorization response, or an error, back to the client: the parameters follow
 * whatever query the redirect URI has. Always give `iss` (RFC 9207 §2). Absent values are left out.
 *
 * @see RFC 6749 §3.1.2, §4.1.2 and §4.1.2.1
 */
export function authorizationRedirect(
  redirect_uri: string,
  params: Record<string, string | undefined>,
): string {
  // Not through URL, which would rewrite a redirect URI that was compared as a string.
  // And each value by itself, so that state comes back byte for byte.
  const added = Object.entries(params)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    )
    .join('&')
  if (added === '') return redirect_uri
  if (!redirect_uri.includes('?')) return `${redirect_uri}?${added}`
  return /[?&]$/.test(redirect_uri) ? `${redirect_uri}${added}` : `${redirect_uri}&${added}`
}

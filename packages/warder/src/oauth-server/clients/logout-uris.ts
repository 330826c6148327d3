import { OAuthError } from '@warder/protocol'

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]'])

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** OpenID Connect Back-Channel Logout 1.0 §2.2: an absolute URI without a fragment. @throws OAuthError invalid_client_metadata */
export function checkedBackChannel(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : checked(uri, 'backchannel_logout_uri')
}

/**
 * OpenID Connect Front-Channel Logout 1.0 §2: besides, it has scheme, host and port of a redirect URI, because a browser
 * loads it inside a page of ours.
 *
 * @throws OAuthError invalid_client_metadata
 */
export function checkedFrontChannel(
  uri: string | undefined,
  redirect_uris: readonly string[],
): string | undefined {
  if (uri === undefined) return undefined
  const url = checked(uri, 'frontchannel_logout_uri')
  const { origin } = new URL(url)
  if (!redirect_uris.some((registered) => URL.parse(registered)?.origin === origin))
    throw refuse('frontchannel_logout_uri must be on the origin of a redirect URI')
  return url
}

function checked(uri: string, name: string): string {
  const url = URL.parse(uri)
  // What a session's end is told by must not be read on the way; on this machine there is no way.
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && thisMachine.has(url.hostname))
  if (!url || !secure || uri.includes('#') || url.username || url.password)
    throw refuse(`${name} must be an https address without a fragment`)
  return uri
}

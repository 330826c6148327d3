import type { Credential } from '../credential.ts'
import { headerName, headerValue } from '../static/header.ts'
import type { CredentialStore } from '../store/store.ts'
import { isUsable, type HeldToken } from '../token/freshness.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import { checkedEndpoint, type ClientAuth, type Quirks } from './client.ts'
import { held, readGrant } from './grant.ts'

export type RefreshTokenOptions = {
  tokenEndpoint: string
  clientId: string
  auth: ClientAuth
  /** Where the tokens of this person and this client are, for all processes that use them. */
  store: CredentialStore
  /** Of the record in it. */
  id: string
  scope?: string
  quirks?: Quirks
  /** How the token is sent, where the API does not want `Authorization: Bearer`. */
  header?: { name: string; prefix: string }
  fetch?: typeof fetch
}

/**
 * RFC 6749 §6 with rotation (RFC 9700 §4.14.2): access in a person's name, renewed as long as the server allows.
 *
 * The refresh token is used by one process at a time: whoever gets the lock looks first whether another has renewed already,
 * and what the server gives is on the disk before anybody uses it. A process that comes too late never removes what
 * another one wrote.
 *
 * @throws OutboundError REAUTH_REQUIRED, when it is used, once the person has to sign in again
 */
export function refreshToken(options: RefreshTokenOptions): Credential {
  const endpoint = checkedEndpoint(options.tokenEndpoint)
  /** What this process sent last, so that a refused token is not taken from the store again. */
  let sent: string | undefined
  const source = createTokenSource(async (clock) => {
    const stored = await readGrant(options)
    if (stored && stored.access_token !== sent && isUsable(held(stored), clock()))
      return remember(held(stored))
    const { renew } = await import('./endpoint/renew.ts')
    return remember(await options.store.withLock(options.id, () => renew(options, endpoint, sent, clock)))
  })
  const remember = (token: HeldToken) => {
    sent = token.access_token
    return token
  }
  const { header } = options
  if (!header) return tokenCredential('refresh-token', source)
  const name = headerName(header.name)
  const before = header.prefix === '' ? '' : `${header.prefix} `
  return tokenCredential('refresh-token', source, (headers, token) =>
    headers.set(name, headerValue(before + token)),
  )
}

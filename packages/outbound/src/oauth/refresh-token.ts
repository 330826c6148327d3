import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { headerName, headerValue } from '../static/header.ts'
import type { CredentialStore } from '../store/store.ts'
import { isUsable, type HeldToken } from '../token/freshness.ts'
import { createTokenSource } from '../token/source.ts'
import { tokenCredential } from '../token/token-credential.ts'
import {
  checkedEndpoint,
  clientAuthOf,
  heldOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
  type ClientAuth,
  type Quirks,
} from './token-endpoint.ts'

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

/** What is kept: written by a sign-in, and by each refresh. */
export type Grant = {
  access_token: string
  refresh_token: string
  requested_at: number
  expires_at?: number
  scope?: string
  /** Since when the server does not take the refresh token any more: the person has to sign in again. */
  reauth_required_at?: number
}

export const grantKind = 'oauth-grant'

/** Milliseconds between looks for what another process may have written meanwhile. */
const looks = [0, 25, 50, 100]

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

/** Keeps what a sign-in gave. */
export async function keepGrant(store: CredentialStore, id: string, grant: Grant): Promise<void> {
  await store.withLock(id, () => store.set(id, { kind: grantKind, data: grant }))
}

const held = ({ access_token, requested_at, expires_at }: Grant): HeldToken => ({
  access_token,
  requested_at,
  expires_at,
})

/** What is kept of a sign-in; undefined before the first. */
export async function readGrant({
  store,
  id,
}: Pick<RefreshTokenOptions, 'store' | 'id'>): Promise<Grant | undefined> {
  const record = await store.get(id)
  return record?.kind === grantKind ? (record.data as Grant) : undefined // written by `keepGrant` and `renew` alone
}

/** With the lock. Whoever held it before may have done the work. */
async function renew(
  options: RefreshTokenOptions,
  endpoint: URL,
  refused: string | undefined,
  clock: Clock,
): Promise<HeldToken> {
  const before = await readGrant(options)
  if (!before || before.reauth_required_at !== undefined) throw signInAgain()
  if (before.refresh_token === '' && !isUsable(held(before), clock())) throw signInAgain()
  if (before.access_token !== refused && isUsable(held(before), clock())) return held(before)
  try {
    const next = await exchange(options, endpoint, before, clock)
    await options.store.set(options.id, { kind: grantKind, data: next })
    return held(next)
  } catch (error) {
    if (!(error instanceof OutboundError) || error.code !== 'INVALID_GRANT') throw error
    return afterRefusal(options, before, clock, error)
  }
}

/** A program that knows nothing of the lock may have renewed: then its tokens are there, or will be in a moment. */
async function afterRefusal(
  options: RefreshTokenOptions,
  before: Grant,
  clock: Clock,
  error: OutboundError,
): Promise<HeldToken> {
  for (const pause of looks) {
    await sleep(pause)
    const now = await readGrant(options)
    if (now && now.refresh_token !== before.refresh_token && isUsable(held(now), clock())) return held(now)
  }
  await options.store.set(options.id, { kind: grantKind, data: { ...before, reauth_required_at: clock() } })
  throw signInAgain(error)
}

const signInAgain = (cause?: OutboundError) =>
  new OutboundError('REAUTH_REQUIRED', 'the person has to sign in again', {
    hint: 'Start a new sign-in: the server does not take the refresh token any more.',
    ...(cause && { cause, ...(cause.oauth && { oauth: cause.oauth }) }),
  })

async function exchange(
  { clientId, auth, scope, quirks = {}, fetch: send = fetch }: RefreshTokenOptions,
  endpoint: URL,
  grant: Grant,
  clock: Clock,
): Promise<Grant> {
  const lib = await oauth()
  const as = { issuer: endpoint.origin, token_endpoint: endpoint.href }
  const client = { client_id: clientId }
  const requested_at = clock()
  try {
    const response = await lib.refreshTokenGrantRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth),
      grant.refresh_token,
      {
        ...insecure(lib, endpoint),
        [lib.customFetch]: tokenFetch(send, quirks),
        additionalParameters: scope ? { scope } : {},
        // A rotated token that was given and not kept would be lost: once it is asked for, the answer is waited for.
        signal: within(),
      },
    )
    const answer = await lib.processRefreshTokenResponse(as, client, response)
    const { expires_at } = heldOf(answer, requested_at)
    return {
      access_token: answer.access_token,
      // RFC 6749 §6: where the server gives none, the old one goes on.
      refresh_token: answer.refresh_token ?? grant.refresh_token,
      requested_at,
      ...(expires_at !== undefined && { expires_at }),
      ...((answer.scope ?? grant.scope) ? { scope: answer.scope ?? grant.scope ?? '' } : {}),
    }
  } catch (error) {
    throw tokenError(lib, error)
  }
}

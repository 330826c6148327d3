import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../credential.ts'
import { OutboundError } from '../../errors.ts'
import { isUsable, type HeldToken } from '../../token/freshness.ts'
import { grantKind, held, readGrant, type Grant } from '../grant.ts'
import type { RefreshTokenOptions } from '../refresh-token.ts'
import { clientAuthOf, heldOf, insecure, oauth, tokenError, tokenFetch, within } from './token-endpoint.ts'

/** Milliseconds between looks for what another process may have written meanwhile. */
const looks = [0, 25, 50, 100]

/** With the lock. Whoever held it before may have done the work. */
export async function renew(
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

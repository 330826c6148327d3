import { accessSync, constants } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../credential.ts'
import { systemEnvironment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import { askMetadata, objectIn, type MetadataAnswer } from '../../metadata/ask.ts'
import type { HeldToken } from '../../token/freshness.ts'
import { retryAfterOf } from '../../token/retry-after.ts'
import type { Request } from '../../token/source.ts'
import type { ManagedIdentityOptions } from './managed-identity.ts'
import type { ManagedIdentityId, Place, Platform, PlatformRequest } from './platform.ts'
import { platformOf, probeOf } from './platforms.ts'

/** What gets tokens for an API from wherever this program runs. */
export function identityTokens(
  resource: string,
  options: Omit<ManagedIdentityOptions, 'scope'>,
): Request<HeldToken> {
  const { identity, env, arcTokens } = options
  const pause = options.pause ?? ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }))
  let reached = false
  return async (clock, signal) => {
    const place: Place = {
      env: env ?? systemEnvironment(),
      isThere: isReadable,
      platform: process.platform,
      arcTokens,
    }
    const found = platformOf(place)
    const request = { ...found.request(resource, identity), signal }
    // A machine that is none of Azure says nothing, and a token may take long: whether anybody is there is asked first.
    if (found.pauseAfter && !reached) await askMetadata(probeOf(request).url, { ...probeOf(request), signal })
    reached = true
    const requested_at = clock()
    const answer = await patiently(found, request, signal, pause)
    return tokenIn(found, answer, identity, requested_at, clock)
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

async function patiently(
  platform: Platform,
  first: PlatformRequest,
  signal: AbortSignal,
  pause: NonNullable<ManagedIdentityOptions['pause']>,
): Promise<MetadataAnswer> {
  let request = first
  for (let attempt = 0; ; attempt++) {
    const answer = await askMetadata(request.url, request)
    const proved = request === first ? await platform.prove?.(first, answer) : undefined
    const wait = proved ? 0 : platform.pauseAfter?.(answer, attempt)
    if (wait === undefined) return answer
    if (wait > 0) await pause(wait, signal)
    request = proved ?? request
  }
}

function tokenIn(
  { name, mustEcho }: Platform,
  { status, headers, text }: MetadataAnswer,
  identity: ManagedIdentityId | undefined,
  requested_at: number,
  clock: Clock,
): HeldToken {
  if (status !== 200) throw refusal(name, status, headers, text, clock())
  const said = objectIn(text, name)
  const { access_token } = said
  if (typeof access_token !== 'string' || access_token === '')
    throw new OutboundError('TOKEN_RESPONSE_INVALID', `${name} gives no token`)
  if (mustEcho && identity && !isNamed(said, identity))
    throw new OutboundError(
      'CONFIG_INVALID',
      `${name} gave a token of another identity than the one that was asked for`,
    )
  return {
    access_token,
    requested_at,
    expires_at: endIn(said, requested_at),
  }
}

/** Whether an answer is about the identity that was asked for. */
function isNamed(said: Record<string, unknown>, identity: ManagedIdentityId): boolean {
  const wanted = Object.values(identity)[0]
  return [said['client_id'], said['object_id'], said['msi_res_id'], said['mi_res_id']].some(
    (one) => typeof one === 'string' && one.toLowerCase() === wanted?.toLowerCase(),
  )
}

/** The end, which is a moment in seconds, or in words, or a time from now. */
function endIn(
  { expires_on, expires_in }: Record<string, unknown>,
  requested_at: number,
): number | undefined {
  const moment =
    typeof expires_on === 'number' || /^\d+$/.test(textOf(expires_on))
      ? Number(expires_on) * 1000
      : Date.parse(textOf(expires_on))
  if (Number.isFinite(moment)) return moment
  const life = Number(textOf(expires_in))
  return life > 0 ? requested_at + life * 1000 : undefined
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function refusal(name: string, status: number, headers: Headers, text: string, now: number): OutboundError {
  const retryAfterMs = retryAfterOf(headers, now)
  const passing = status >= 500 || status === 429 || status === 410
  // The machine is there and has no identity: another credential may be what is meant.
  const none = status === 400 && /identity not found/i.test(text.slice(0, 4096))
  const other = none ? 'CREDENTIAL_UNAVAILABLE' : 'INVALID_CLIENT'
  return new OutboundError(
    passing ? 'TOKEN_ENDPOINT_UNAVAILABLE' : other,
    `${name} gives no token: status ${status}`,
    {
      status,
      retryable: passing,
      ...(none && { hint: 'Give the machine an identity, or name the one that it has.' }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  )
}

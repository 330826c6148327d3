import { Problem } from '@warder/protocol'
import { recordOfAnybody } from '../../audit/anybody.ts'
import { record } from '../../audit/audit.ts'
import { browserOf, knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as passkeys from '../../store/people/passkeys.ts'
import { proved, type Delivery, type Outcome } from '../proved.ts'
import { judge } from './judge.ts'
import { keptOf } from './kept.ts'
import { lifetime, newChallenge, requestOptions } from './options.ts'
import { relyingParty } from './party.ts'
import { authenticationResponse, type AuthenticationResponse } from './webauthn/responses.ts'

/** What stands behind the `challenge_id` of a sign-in. Who signs in is not known, nor is anybody asked. */
type Challenge = {
  challenge: string
  /** The browser that asked, which alone may answer; null for a program, and for a page of another origin. */
  browser_hash: string | null
}

export type Begun = { challenge_id: string; publicKey: object; cookies: readonly string[] }

/** Asks whoever is there for a passkey that says by itself whose it is. */
export async function beginSignIn(call: Call): Promise<Begun> {
  const { app, tenant, request } = call
  const now = app.now()
  const challenge = newChallenge()
  const browser = isOwnPage() || knownBrowser(call) !== undefined ? browserOf(call) : undefined
  const data: Challenge = { challenge, browser_hash: browser?.hash ?? null }
  const challenge_id = await oneTimeTokens.create(app.db, 'passkey_sign_in', {
    data,
    expires_at: now + lifetime,
    now,
  })
  const publicKey = requestOptions(relyingParty(app.config, tenant), { challenge })
  return { challenge_id, publicKey, cookies: browser?.cookies ?? [] }

  function isOwnPage(): boolean {
    const site = request.headers.get('sec-fetch-site')
    return site === 'same-origin' || request.headers.get('origin') === tenant.origin
  }
}

/**
 * Signs in by a passkey alone: it is something the person has, and was opened by something they are or know.
 *
 * @param credential `AuthenticationResponseJSON`, as it came
 * @throws Problem `invalid_credentials`, the same for whatever is wrong; a passkey that is not known is named to the browser,
 *   so that it can forget it
 */
export async function signInWithPasskey(
  call: Call,
  { challenge_id, credential }: { challenge_id: string; credential: unknown },
  delivery: Delivery,
): Promise<Outcome> {
  const { app, tenant } = call
  const challenge = await findChallenge(call, challenge_id, delivery)
  const read = authenticationResponse.safeParse(credential)
  if (!challenge || !read.success) return refuse(call, challenge ? 'form' : 'challenge')
  const response = read.data
  const row = await passkeys.findByCredentialId(app.db, tenant.directory_id, response.id)
  if (!row) return refuse(call, 'unknown', { unknown: response.id })
  const { user_id } = row
  if (!mayComeFirst(row, response)) return refuse(call, 'credential', { user_id })

  const judged = await judge(call, row, response, { challenge, verified: true })
  if (!judged.ok) return refuse(call, judged.reason, { user_id })
  const proof = {
    user_id,
    amr: [...judged.amr, 'mfa'] as const,
    spend: async (tx: Parameters<typeof judged.spend>[0]) =>
      (await oneTimeTokens.consume(tx, 'passkey_sign_in', challenge_id, app.now())) !== undefined &&
      (await judged.spend(tx)),
  }
  return proved(call, proof, delivery).catch((error: unknown) => {
    // Of the address or a password, of which `proved` speaks, nobody has told us anything.
    if (error instanceof Problem && error.code === 'invalid_credentials')
      return refuse(call, 'stopped', { user_id })
    throw error
  })
}

/** Read and not spent: it is spent in the transaction in which the session opens. */
async function findChallenge(
  call: Call,
  challenge_id: string,
  delivery: Delivery,
): Promise<string | undefined> {
  const { app } = call
  const row = await oneTimeTokens.findLive(app.db, 'passkey_sign_in', challenge_id, app.now())
  if (!row) return undefined
  const { challenge, browser_hash } = JSON.parse(row.data) as Challenge // written by `beginSignIn`
  if (browser_hash !== null && browser_hash !== knownBrowser(call)) return undefined
  // A cookie is for the browser that asked: nobody finds themselves signed in by what somebody else began (login CSRF).
  return browser_hash === null && delivery !== 'tokens' ? undefined : challenge
}

/** WebAuthn Level 3 §7.2 step 6: where nobody said who they are, the authenticator must. */
function mayComeFirst(row: { data: string }, { response }: AuthenticationResponse): boolean {
  return keptOf(row).discoverable && Boolean(response.userHandle)
}

async function refuse(
  call: Call,
  reason: string,
  { user_id, unknown }: { user_id?: string; unknown?: string } = {},
): Promise<never> {
  const event = { type: 'sign_in.passkey', outcome: 'refused', detail: { reason } } as const
  if (user_id === undefined) await recordOfAnybody(call, event)
  else await record(call.app.db, call, { ...event, subject: user_id })
  throw notAccepted(unknown === undefined ? undefined : { call, unknown })
}

function notAccepted(signal?: { call: Call; unknown: string }): Problem {
  const { rp_id } = signal?.call.app.config.passkey ?? {}
  return new Problem('invalid_credentials', {
    detail: 'This passkey was not accepted. Try again, or sign in another way.',
    ...(signal && { extra: { signal: { unknown_credential_id: signal.unknown, rp_id } } }),
  })
}

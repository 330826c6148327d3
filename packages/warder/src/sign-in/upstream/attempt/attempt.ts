import type { Seconds } from '@warder/protocol'
import { Problem } from '@warder/protocol'
import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import { newNonce, newToken } from '../../../crypto/tokens.ts'
import { browserOf, knownBrowser } from '../../../http/browser/identity.ts'
import type { Call } from '../../../http/router.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import { minute } from '../../../time.ts'

/** To sign in elsewhere, with whatever is asked there. */
const lifetime = 15 * minute

/** What an attempt is for: to sign in, to connect the account of whoever is signed in, or an administrator's consent. */
export type Goal = { kind: 'sign-in' } | { kind: 'connect'; user_id: string } | { kind: 'consent' }

/** Where the person is to go: the application that waits, or what `redirect` said, which is judged when they go. */
export type Destination = { interaction: string | null; redirect: string | null }

/** What the provider's answer must fit. Nobody but us knows the verifier (RFC 7636), and only the provider the nonce. */
export type Proofs = { verifier: string; nonce: string }

/** `forced_at`: since when the sign-in there has to be, where it has to be a new one. */
type Wanted = Destination & { goal: Goal; forced_at?: Seconds }

type Waiting = Wanted & { provider: string; browser_hash: string; proofs_sealed: string }

export type Attempt = Wanted & Proofs & { state: string }

/** What goes with the browser. */
export type Going = Proofs & { state: string; forced: boolean }

const proofsPlace = (provider: string) => `upstream-attempt:${provider}`

/**
 * Begins: what the request to the provider carries. The state is the handle of a row, of which only the digest is kept, and
 * good for one answer, to this provider, in this browser.
 */
export async function beginAttempt(
  call: Call,
  { name }: Pick<SignInProvider, 'name'>,
  goal: Goal,
  { interaction, redirect }: Destination,
  forced = false,
): Promise<Going & { cookies: string[] }> {
  const { app } = call
  const now = app.now()
  const browser = browserOf(call)
  const proofs: Proofs = { verifier: newToken('wov'), nonce: newNonce() }
  const data: Waiting = {
    provider: name,
    goal,
    interaction,
    redirect,
    ...(forced && { forced_at: now }),
    browser_hash: browser.hash,
    proofs_sealed: app.secrets.seal(proofsPlace(name), JSON.stringify(proofs)),
  }
  const subject = goal.kind === 'connect' ? { subject: goal.user_id } : {}
  const expires_at = now + lifetime
  const state = await oneTimeTokens.create(app.db, 'upstream_sign_in', { ...subject, data, expires_at, now })
  return { ...proofs, state, forced, cookies: browser.cookies }
}

/** Whether an answer with this state is waited for, without spending it. */
export async function isAwaited(
  call: Call,
  { name }: Pick<SignInProvider, 'name'>,
  state: string,
): Promise<boolean> {
  const { app } = call
  const row = await oneTimeTokens.findLive(app.db, 'upstream_sign_in', state, app.now())
  return row !== undefined && waitingIn(row).provider === name
}

/** Spends it. @throws Problem `sign_in_over` for what nobody waits for, from this provider in this browser (RFC 9700 §4.7) */
export async function takeAttempt(
  call: Call,
  { name }: Pick<SignInProvider, 'name'>,
  state: string | undefined,
): Promise<Attempt> {
  const { app } = call
  const row =
    state === undefined
      ? undefined
      : await oneTimeTokens.consume(app.db, 'upstream_sign_in', state, app.now())
  if (state === undefined || !row) throw over()
  const { provider, browser_hash, proofs_sealed, ...rest } = waitingIn(row)
  // The answer of another provider is not that of the one that was asked (RFC 9700 §4.4).
  if (provider !== name || browser_hash !== knownBrowser(call)) throw over()
  const proofs = app.secrets.open(proofsPlace(name), proofs_sealed)
  if (!proofs) throw over()
  return { ...rest, ...(JSON.parse(proofs.toString('utf8')) as Proofs), state } // sealed above
}

/** Where an attempt leads that has been answered in this browser; null for any other. */
export async function redirectOf(call: Call, state: string): Promise<string | null> {
  const { app } = call
  const row = await oneTimeTokens.find(app.db, 'upstream_sign_in', state)
  if (!row || row.consumed_at === null || row.expires_at <= app.now()) return null
  const { browser_hash, redirect } = waitingIn(row)
  return browser_hash === knownBrowser(call) ? redirect : null
}

const waitingIn = (row: { data: string }): Waiting => JSON.parse(row.data) as Waiting // written by `beginAttempt`

export function over(): Problem {
  return new Problem('sign_in_over', {
    detail: 'This sign-in is over, took too long, or was begun in another browser. Begin again.',
  })
}

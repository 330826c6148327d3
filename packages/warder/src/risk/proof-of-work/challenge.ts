import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { newNonce } from '../../crypto/tokens.ts'
import { limitBucket } from '../../http/trusted/client-address.ts'
import { minute } from '../../time.ts'
import { solves } from './puzzle.ts'

/** What the work is done for: what was worked for one thing pays for no other. */
export type Purpose = 'sign-in' | 'register' | 'recover'

export type Challenge = { token: string; bits: number; issued_at: Seconds; expires_at: Seconds }

/** Long enough to type a password meanwhile, short enough that nobody lays in a stock. */
const lifetime: Seconds = 5 * minute

/** Whoever cannot compute waits this long instead. */
export const waitInstead: Seconds = 30
/** Waiting costs nothing and can be done in parallel, so an address may do it only so often. */
const waits = { most: 10, window: 10 * minute }

/** A challenge that the server keeps nothing of: what it says stands in the token, which is authenticated. */
export function issue(
  app: Pick<App, 'now' | 'secrets'>,
  purpose: Purpose,
  address: string,
  bits: number,
): Challenge {
  const issued_at = app.now()
  const body = `${purpose}.${bits}.${issued_at}.${newNonce()}`
  const token = `${body}.${app.secrets.mac('challenge', bound(body, address))}`
  return { token, bits, issued_at, expires_at: issued_at + lifetime }
}

/** `early`: it may still be paid for by waiting until then. */
export type Redeemed = { kind: 'paid' } | { kind: 'early'; challenge: Challenge } | { kind: 'unpaid' }

/**
 * Whether what came with a request pays for it: the token, a colon and its solution, or the token alone after the wait.
 * It is spent by that, on every instance. What is forged, expired, meant for something else, from another address
 * or too easy pays for nothing.
 */
export async function redeem(
  app: Pick<App, 'now' | 'secrets' | 'counters' | 'replay'>,
  purpose: Purpose,
  address: string,
  bits: number,
  presented: string,
): Promise<Redeemed> {
  const now = app.now()
  const [token = '', solution] = presented.split(':', 2)
  const challenge = read(app, purpose, address, token)
  if (!challenge || challenge.expires_at <= now) return { kind: 'unpaid' }

  if (solution === undefined || solution === '') {
    if (now < challenge.issued_at + waitInstead) return { kind: 'early', challenge }
    const key = `waited:${limitBucket(address)}`
    const { ok } = await app.counters.take(key, waits.most, waits.window, now)
    if (!ok) return { kind: 'unpaid' }
  } else if (challenge.bits < bits || !solves(token, solution, challenge.bits)) return { kind: 'unpaid' }

  const first = await app.replay.once(`challenge:${token}`, challenge.expires_at, now)
  return { kind: first ? 'paid' : 'unpaid' }
}

function read(
  app: Pick<App, 'secrets'>,
  purpose: Purpose,
  address: string,
  token: string,
): Challenge | undefined {
  const found = /^([a-z-]{1,16})\.(\d{1,2})\.(\d{1,12})\.[\w-]{16}(?=\.)/.exec(token)
  if (!found) return undefined
  const [body, meant, bits, issued] = found
  if (meant !== purpose) return undefined
  if (!app.secrets.macMatches('challenge', bound(body, address), token.slice(body.length + 1)))
    return undefined
  const issued_at = Number(issued)
  return { token, bits: Number(bits), issued_at, expires_at: issued_at + lifetime }
}

/** To the network that the address stands for in every limit: what one solved helps no other. */
function bound(body: string, address: string): string {
  return `${body} ${limitBucket(address)}`
}

/** Times in milliseconds. */

/** When the request for something began, which its life counts from, and when it ends. */
export type Life = {
  requested_at: number
  /** Undefined where the server did not say. */
  expires_at: number | undefined
  /** When the server wants to be asked for another; by our own rule where it does not say. */
  refresh_at?: number
}

/** A token as it was got. */
export type HeldToken = Life & { access_token: string }

/** A server that says nothing of a token's life is asked again after this long. */
const unknownLife = 60 * 60 * 1000

/** A token is not used in its very last moment: it would end on the way. */
const hardWindow = 1000

export function endOf({ requested_at, expires_at }: Life): number {
  return expires_at ?? requested_at + unknownLife
}

/** Whether a token may still be sent. */
export function isUsable(token: Life, now: number): boolean {
  const end = endOf(token)
  // A clock that was set back must not make an old token look young.
  return now >= token.requested_at && now < end - Math.min(hardWindow, (end - token.requested_at) / 2)
}

/**
 * Whether it is time for another, before the old one ends: a minute before, of a short one a fifth of its life, and of one
 * that lives for more than two hours half of it.
 */
export function isDue(token: Life, now: number): boolean {
  if (token.refresh_at !== undefined) return now >= token.refresh_at
  const life = endOf(token) - token.requested_at
  const ahead = life > 2 * 60 * 60 * 1000 ? life / 2 : Math.min(60_000, life / 5)
  return now >= endOf(token) - ahead
}

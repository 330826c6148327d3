import { waysIn, type Has, type WayIn } from './ways-in.ts'

/** How far somebody has come from their password. Only `no-way-in` is nothing to aim for: nothing of theirs signs them in. */
export const states = ['password-only', 'can-sign-in-without', 'ready', 'passwordless', 'no-way-in'] as const
export type State = (typeof states)[number]

/** By what a sign-in began, as the `amr` of its first factor says; undefined for a password. */
export function withoutPassword(amr: readonly string[]): Exclude<WayIn, 'password'> | undefined {
  if (amr.includes('pwd')) return undefined
  if (amr.includes('hwk') || amr.includes('swk')) return 'passkey'
  if (amr.includes('sms')) return 'phone'
  return amr.includes('mca') ? 'mail' : 'identity'
}

/**
 * The state of a person, from what they can prove and what they once did. A password may go where another way in has
 * been used, and a second one is there for the day the first one is lost.
 */
export function stateOf(has: Has, { proved, must_change }: { proved: boolean; must_change: boolean }): State {
  // Whoever must choose a new password gets in with nothing else.
  if (must_change) return 'password-only'
  const others = waysIn({ ...has, password: false }).length
  if (!has.password) return others > 0 ? 'passwordless' : 'no-way-in'
  if (!proved || others === 0) return 'password-only'
  return others > 1 ? 'ready' : 'can-sign-in-without'
}

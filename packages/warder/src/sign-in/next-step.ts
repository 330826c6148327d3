import type { Seconds } from '@warder/protocol'

export type Standing = {
  disabled_at: Seconds | null
  email_verified_at: Seconds | null
  password_change_required_at: Seconds | null
}

export type NextStep =
  | { kind: 'signed-in' }
  | { kind: 'password-change' }
  | { kind: 'refused'; reason: 'unknown' | 'disabled' | 'unverified' }

/**
 * Where a sign-in stands once a factor is proved. Pure, so the policy is a truth table in
 * next-step.test.ts rather than a hook on a path.
 */
export function nextStep(user: Standing | undefined): NextStep {
  if (!user) return { kind: 'refused', reason: 'unknown' }
  if (user.disabled_at !== null) return { kind: 'refused', reason: 'disabled' }
  if (user.email_verified_at === null) return { kind: 'refused', reason: 'unverified' }
  if (user.password_change_required_at !== null) return { kind: 'password-change' }
  return { kind: 'signed-in' }
}

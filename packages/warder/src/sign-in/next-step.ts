import type { Seconds } from '@warder/protocol'
import type { RiskAction } from '../config/config.ts'
import type { Amr, SecondFactorId } from './method.ts'

export type Standing = {
  disabled_at: Seconds | null
  email_verified_at: Seconds | null
  password_change_required_at: Seconds | null
}

/** What is known of a sign-in once a factor is proved. */
export type Evidence = {
  amr: readonly Amr[]
  /** What the policy says of whatever is unusual about it. */
  risk: RiskAction
  /** What the person can prove beyond the first factor. */
  second_factors: readonly SecondFactorId[]
}

export type NextStep =
  | { kind: 'signed-in' }
  | { kind: 'second-factor'; methods: readonly SecondFactorId[] }
  | { kind: 'password-change' }
  | { kind: 'refused'; reason: 'unknown' | 'disabled' | 'unverified' | 'risk' }

/**
 * Where a sign-in stands once a factor is proved. Pure, so the policy is a truth table in
 * next-step.test.ts rather than a hook on a path.
 */
export function nextStep(user: Standing | undefined, { amr, risk, second_factors }: Evidence): NextStep {
  if (!user) return { kind: 'refused', reason: 'unknown' }
  if (user.disabled_at !== null) return { kind: 'refused', reason: 'disabled' }
  if (user.email_verified_at === null) return { kind: 'refused', reason: 'unverified' }
  if (risk === 'block') return { kind: 'refused', reason: 'risk' }
  if (risk === 'step-up' && !amr.includes('otp')) {
    // Who has nothing more to prove cannot become more certain, and uncertain is not good enough.
    if (second_factors.length === 0) return { kind: 'refused', reason: 'risk' }
    return { kind: 'second-factor', methods: second_factors }
  }
  // After the second factor: a new password is given to nobody who is not in yet.
  if (user.password_change_required_at !== null) return { kind: 'password-change' }
  return { kind: 'signed-in' }
}

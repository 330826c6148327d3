import type { Seconds } from '@warder/protocol'
import { acrOf } from '../access/acr.ts'
import type { RiskAction } from '../config/config.ts'
import { isSameThing, ownFactorIds, type Amr, type SecondFactorId } from './method.ts'

export type Standing = {
  disabled_at: Seconds | null
  email_verified_at: Seconds | null
  password_change_required_at: Seconds | null
}

/** What is known of a sign-in once a factor is proved. */
export type Evidence = {
  amr: readonly Amr[]
  /** What was proved after the first factor: a second factor of the person's own, or only that they read their mail. */
  second?: 'own' | 'look' | undefined
  /** What the policy says of whatever is unusual about it. */
  risk: RiskAction
  /** What the person can prove beyond the first factor, the strongest first. */
  second_factors: readonly SecondFactorId[]
  /** Whether the person wished not to be asked again in this browser. */
  trusted: boolean
  /** Whether they must have a second factor. */
  required: boolean
  /** Whether they agreed to everything without which nobody is signed in, see `privacy/consents/`. */
  agreed: boolean
}

export type NextStep =
  | { kind: 'signed-in' }
  | { kind: 'second-factor'; methods: readonly SecondFactorId[] }
  | { kind: 'password-change' }
  | { kind: 'set-up' }
  | { kind: 'consent' }
  | { kind: 'refused'; reason: 'unknown' | 'disabled' | 'unverified' | 'locked' | 'risk' }

/**
 * Where a sign-in stands once a factor is proved. Pure, so the policy is a truth table in
 * next-step.test.ts rather than a hook on a path.
 */
export function nextStep(user: Standing | undefined, evidence: Evidence): NextStep {
  const { amr, risk, second_factors, required, agreed } = evidence
  if (!user) return { kind: 'refused', reason: 'unknown' }
  if (user.disabled_at !== null) return { kind: 'refused', reason: 'disabled' }
  if (user.email_verified_at === null) return { kind: 'refused', reason: 'unverified' }
  if (risk === 'block') return { kind: 'refused', reason: 'risk' }
  const enough = isEnough(evidence)
  if (!enough) {
    const step = secondStep(evidence)
    if (step) return step
  }
  // After the second factor: a new password is given to nobody who is not in yet.
  if (user.password_change_required_at !== null) {
    return opensPassword(evidence) ? { kind: 'password-change' } : { kind: 'refused', reason: 'locked' }
  }
  // After that: with a password that somebody else may know, the factor might become theirs. What they signed in with is no
  // second factor, however much they read of their mail.
  const another = second_factors.some((id) => isOwn(id) && !isSameThing(id, amr))
  if (required && !enough && !another) return { kind: 'set-up' }
  // Last: who agrees is who is let in.
  if (!agreed) return { kind: 'consent' }
  return { kind: 'signed-in' }
}

/**
 * Who chooses the next password: whoever had the last one, or reads the mail. What else signs in may be somebody else's, for
 * whose sake the password has to change.
 */
const opensPassword = ({ amr }: Pick<Evidence, 'amr'>) => amr.includes('pwd') || amr.includes('mca')

const isOwn = (id: SecondFactorId) => ownFactorIds.includes(id)

function isEnough({ amr, second }: Pick<Evidence, 'amr' | 'second'>): boolean {
  return second === 'own' || acrOf(amr) === 'urn:warder:aal2'
}

function secondStep({ amr, second, risk, second_factors, trusted }: Evidence): NextStep | undefined {
  const unusual = risk === 'step-up'
  const left = second_factors.filter((id) => !isSameThing(id, amr))
  const step = (methods: readonly SecondFactorId[]): NextStep =>
    // Who has nothing more to prove cannot become more certain, and uncertain is not good enough.
    methods.length > 0 ? { kind: 'second-factor', methods } : { kind: 'refused', reason: 'risk' }

  if (left.some(isOwn)) return trusted && !unusual ? undefined : step(left.filter((id) => id !== 'email'))
  // What they set up is what they signed in with, and what had the browser trusted. Their mail is at least another thing.
  if (second_factors.some(isOwn)) return second === undefined ? step(left) : undefined
  if (!unusual || second !== undefined) return undefined
  // The second look is at the mail, and that is where they come from.
  if (amr.includes('mca')) return undefined
  return step(left)
}

import { Problem, type ProblemField } from '@warder/protocol'
import type { App } from '../../app.ts'
import { record, type Audited } from '../../audit/audit.ts'
import type { PasswordConfig } from '../../config/config.ts'
import { said } from '../../http/words/said.ts'
import { refused } from '../../pages/words/refused/en.ts'
import { strengthOf, type Known, type Strength } from './strength.ts'

/** In English, with what pages find it by in other languages. */
type Said = Pick<ProblemField, 'detail' | 'reason'>

export type PasswordPolicy = Pick<PasswordConfig, 'min_length' | 'max_bytes' | 'min_score'>

/**
 * The reason a new password is refused, or undefined. Length counts and composition does not.
 * @see NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where the password is the only factor, 8 beside another
 */
export async function passwordProblem(
  password: string,
  policy: PasswordPolicy,
  known: Known,
): Promise<Said | undefined> {
  const normal = password.normalize('NFC')
  if ([...normal].length < policy.min_length) {
    return said('password_short', policy.min_length)
  }
  if (Buffer.byteLength(normal) > policy.max_bytes) return said('password_long', policy.max_bytes)
  return weakness(await strengthOf(normal, known), policy)
}

function weakness(
  { score, common, own_words, pattern }: Strength,
  { min_score }: PasswordPolicy,
): Said | undefined {
  if (common) return { detail: refused.password_common }
  if (score >= min_score) return undefined
  if (own_words) return { detail: refused.password_own_words }
  return { detail: pattern ? refused.password_pattern : refused.password_weak }
}

/** Whose password it becomes: `user_id` where there is an account already. */
export type Owner = { email: string; full_name: string; user_id?: string }

/** Who asks, and what it takes to judge and to note what could not be judged. */
export type Asking = Audited & { app: Pick<App, 'config' | 'db' | 'breach' | 'now' | 'metrics'> }

/**
 * Judges a new password: by itself, by what is known of its owner and by what was stolen elsewhere.
 * @throws Problem `password_refused` with the reason, at the field `/password`; `password_check_unavailable` where
 * the operator wants no password that could not be looked up
 */
export async function requireGoodPassword(by: Asking, password: string, owner: Owner): Promise<void> {
  const { password: policy, brand } = by.app.config
  const { email, full_name } = owner
  const problem = await passwordProblem(password, policy, { email, full_name, brand: brand.name })
  if (problem) throw refusal(problem)
  const exposure = await by.app.breach.check(password)
  if (exposure.kind === 'exposed') throw refusal({ detail: refused.password_stolen })
  if (exposure.kind === 'unknown') await withoutAnswer(by, owner, exposure.reason)
}

/** The operator chose what weighs more: that people can go on, or that every password was looked up (F-30). */
async function withoutAnswer(by: Asking, { user_id }: Owner, reason: string): Promise<void> {
  const { on_failure } = by.app.config.breach
  await record(by.app.db, by, {
    type: 'password.breach_check',
    outcome: 'failed',
    ...(user_id && { subject: user_id }),
    detail: { reason, on_failure },
  })
  if (on_failure === 'open') return
  throw new Problem('password_check_unavailable', {
    detail: refused.password_unchecked,
    headers: { 'retry-after': '60' },
  })
}

function refusal(why: Said): Problem {
  return new Problem('password_refused', { ...why, errors: [{ pointer: '/password', ...why }] })
}

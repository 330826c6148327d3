import type { App } from '../app.ts'
import type { Call, Route } from '../http/router.ts'
import type { Db } from '../store/open.ts'

/** RFC 8176 §2 values, as they appear in the `amr` claim. */
export type Amr = 'pwd' | 'otp' | 'mca'

/**
 * A way to prove who you are. A folder beside this file holds one; `methods.ts` lists them.
 * A method proves, and then calls `proved()`. It never opens a session or chooses where to go next:
 * that is the same for all of them.
 */
export type SignInMethod = {
  id: string
  factor: 'first' | 'second'
  routes: readonly Route[]
}

/** As `mfa_types` and the field `method` of `POST /auth/login/mfa` name them. */
export const secondFactorIds = ['email'] as const
export type SecondFactorId = (typeof secondFactorIds)[number]

/** As much of a person as says what they can prove, and where to write to them. */
export type Candidate = {
  id: string
  email: string
  full_name: string
  locale: string | null
  email_verified_at: number | null
}

/**
 * What a person proves after the first factor. Also a folder; `second-factors.ts` lists them. It asks and judges,
 * and nothing more: waiting, counting of guesses and what follows are the same for all of them, in `pending/`.
 */
export type SecondFactor = {
  id: SecondFactorId
  amr: readonly Amr[]
  /** Whether this person can prove it. */
  isOpenTo: (person: Candidate) => boolean
  /** Asks for it, in the transaction in which the sign-in begins to wait. Returns what is kept to judge the answer. */
  ask: (tx: Db, call: Call, person: Candidate) => Promise<object>
  /** Whether a code answers what was asked. */
  isAnswer: (app: Pick<App, 'secrets'>, kept: unknown, code: string) => boolean | Promise<boolean>
}

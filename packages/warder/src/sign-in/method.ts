import type { Call, Route } from '../http/router.ts'
import type { Db } from '../store/open.ts'

/** RFC 8176 §2 values, as they appear in the `amr` claim, and `fed` for whoever was signed in elsewhere. */
export type Amr = 'pwd' | 'otp' | 'mca' | 'sms' | 'hwk' | 'swk' | 'user' | 'mfa' | 'fed'

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
export const secondFactorIds = ['passkey', 'totp', 'sms', 'backup_code', 'email'] as const
export type SecondFactorId = (typeof secondFactorIds)[number]

/** Those that a person sets up, which has them asked at every sign-in. The others stand in for them, or are asked when it is unusual. */
export const ownFactorIds: readonly SecondFactorId[] = ['passkey', 'totp', 'sms']

/** Whether the first factor was the very thing that the second would be, which does not count twice. A passkey alone is enough. */
export function isSameThing(id: SecondFactorId, amr: readonly Amr[]): boolean {
  return id === 'sms' && amr.includes('sms')
}

/** As much of a person as says what they can prove, and where to write to them. */
export type Candidate = {
  id: string
  email: string
  full_name: string
  locale: string | null
  email_verified_at: number | null
}

/** What somebody sends for a second factor: a code they read, or what their browser made of a challenge (WebAuthn). */
export type SecondAnswer = { code: string } | { credential: unknown }

/** A right answer, not yet used. */
export type Proven = {
  amr: readonly Amr[]
  /**
   * Uses it up, in the transaction in which the session opens: one conditional statement, false when somebody else
   * was quicker. Absent where the answer is spent with the waiting sign-in itself.
   */
  spend?: (tx: Db) => Promise<boolean>
}

/** What was asked. `kept` is there to judge the answer by; `shown` goes to whoever asked, as request options do. */
export type Asked = { kept: object; shown?: object }

/**
 * What a person proves after the first factor. Also a folder; `second-factors.ts` lists them. It asks and judges,
 * and nothing more: waiting, counting of guesses and what follows are the same for all of them, in `pending/`.
 */
export type SecondFactor = {
  id: SecondFactorId
  /** Whether the person set it up, which has it asked at every sign-in; email is only a second look where one is due. */
  isOwn: boolean
  /** Whether asking sends something, so that it is counted. */
  sends: boolean
  /** Whether this person can prove it now, who `has` credentials of these methods. */
  isOpenTo: (has: ReadonlySet<string>, person: Candidate) => boolean
  /** Asks for it, in the transaction in which the sign-in begins to wait, or later when the person chooses another. */
  ask: (tx: Db, call: Call, person: Candidate) => Promise<Asked>
  /** Judges an answer to what was asked; undefined when it is wrong. Uses nothing up. */
  judge: (
    call: Pick<Call, 'app' | 'tenant' | 'trace'>,
    person: Candidate,
    kept: unknown,
    answer: SecondAnswer,
  ) => Promise<Proven | undefined>
}

import type { Answer, SecondToAnswer, SignedIn, ToAgree } from './answers.ts'
import type { Server } from './server.ts'
import { withWork } from './work.ts'

export type Credentials = {
  email: string
  password: string
  /** Whether the session stays when the browser closes. */
  remember?: boolean
}

export type Registration = {
  email: string
  password: string
  full_name: string
  /** What they agree to, with the versions that were shown: `{ terms: '2027-01' }`. */
  consents?: Record<string, string | boolean>
}

type Email = { email: string }

export function accountOf(server: Server) {
  return {
    /**
     * Signs in with a password. `mfa_required` goes on with `answerSecondStep`, `consent_required` with `agree`; a problem
     * `password_change_required` has a `reset_token` for `resetPassword`.
     */
    signIn: (credentials: Credentials): Promise<Answer<SignedIn | SecondToAnswer | ToAgree>> =>
      withWork(server, '/auth/login/session', credentials),

    /** Has a link mailed that makes the account. The answer is the same where the address has one: its owner is told by mail. */
    register: (registration: Registration): Promise<Answer<Email & { full_name: string }>> =>
      withWork(server, '/auth/register', registration),

    /**
     * Makes the account, with the `token` of the link. `password_required` is the problem where it is opened in another browser: then it
     * takes the password that was chosen, or a new one.
     */
    verifyEmail: (link: { token: string; password?: string }): Promise<Answer<Email>> =>
      server.call('POST', '/auth/verify-email', link),

    /** Mails the link once more, where somebody waits for one. */
    resendVerification: (to: Email): Promise<Answer> => withWork(server, '/auth/verify-email/resend', to),

    /** Mails a link to choose another password, where the address has an account. */
    forgotPassword: (to: Email): Promise<Answer> => withWork(server, '/auth/forgot-password', to),

    /** Sets another password, with the `token` of that link. Every session ends by it. */
    resetPassword: (link: { token: string; password: string }): Promise<Answer> =>
      server.call('POST', '/auth/reset-password', link),
  }
}

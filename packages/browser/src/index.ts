import { accountOf } from './account.ts'
import type { Answer, User } from './answers.ts'
import { can } from './can.ts'
import { passkeysOf } from './passkeys.ts'
import { serverAt, type Options } from './server.ts'
import { signals } from './signals.ts'

export type {
  Answer,
  ConsentDocument,
  Failure,
  FailureCode,
  Passkey,
  Problem,
  SecondToAnswer,
  SignedIn,
  Success,
  ToAgree,
  User,
} from './answers.ts'
export type { Credentials, Registration } from './account.ts'
export type { SignIn } from './passkeys.ts'
export type { Options } from './server.ts'
export type { Accepted } from './signals.ts'
export { can, signals }

export type WarderBrowser = ReturnType<typeof createWarderBrowser>

/**
 * What a page needs of a Warder: accounts, passkeys and the session. Each function may be taken out and called alone. Nothing is kept in
 * the page or its storage; the session is a cookie that no script can read.
 */
export function createWarderBrowser(options: Options = {}) {
  const server = serverAt(options)
  return {
    can,
    signals,
    ...accountOf(server),
    ...passkeysOf(server),

    /** Who is signed in here; null when nobody is, or nobody answers. */
    session: async (): Promise<User | null> => {
      const answer = await server.call<User>('GET', '/auth/me')
      return answer.ok ? answer : null
    },

    /** Ends the session of this browser. */
    signOut: (): Promise<Answer> => server.change('POST', '/auth/logout/session'),
  }
}

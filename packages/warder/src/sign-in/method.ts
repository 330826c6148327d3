import type { Route } from '../http/router.ts'

/** RFC 8176 §2 values, as they appear in the `amr` claim. */
export type Amr = 'pwd'

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

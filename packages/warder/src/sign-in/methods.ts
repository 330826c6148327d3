import type { Route } from '../http/router.ts'
import { magicLink } from './magic-link/index.ts'
import type { SignInMethod } from './method.ts'
import { oneTimeCode } from './one-time-code/index.ts'
import { passkey } from './passkey/index.ts'
import { password } from './password/index.ts'
import { upstream } from './upstream/index.ts'

/** Every way to sign in. To add one: make its folder, add its line. */
export const signInMethods: readonly SignInMethod[] = [password, passkey, magicLink, oneTimeCode, upstream]

export const signInRoutes: readonly Route[] = signInMethods.flatMap((method) => method.routes)

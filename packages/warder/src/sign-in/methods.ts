import type { SignInMethod } from './method.ts'
import { password } from './password/index.ts'

/** Every way to sign in. To add one: make its folder, add its line. */
export const signInMethods: readonly SignInMethod[] = [password]

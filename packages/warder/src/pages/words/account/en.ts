import { own } from './own/en.ts'
import { programs } from './programs/en.ts'

/** The pages under /account. */
export const account = { ...own, ...programs }

export type AccountWords = typeof account

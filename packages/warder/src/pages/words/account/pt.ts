import type { AccountWords } from './en.ts'

export const account: AccountWords = {}

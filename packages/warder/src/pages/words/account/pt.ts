import type { AccountWords } from './en.ts'
import { own } from './own/pt.ts'
import { programs } from './programs/pt.ts'

export const account: AccountWords = { ...own, ...programs }

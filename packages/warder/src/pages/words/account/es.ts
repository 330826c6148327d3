import type { AccountWords } from './en.ts'
import { own } from './own/es.ts'
import { programs } from './programs/es.ts'

export const account: AccountWords = { ...own, ...programs }

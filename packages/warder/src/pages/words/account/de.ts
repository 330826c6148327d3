import type { AccountWords } from './en.ts'
import { own } from './own/de.ts'
import { programs } from './programs/de.ts'

export const account: AccountWords = { ...own, ...programs }

import type { AccountWords } from './en.ts'
import { own } from './own/fr.ts'
import { programs } from './programs/fr.ts'

export const account: AccountWords = { ...own, ...programs }

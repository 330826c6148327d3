import type { AccountRefused } from './en.ts'
import { ownRefused } from './own/pt.ts'
import { programsRefused } from './programs/pt.ts'

export const accountRefused: AccountRefused = { ...ownRefused, ...programsRefused }

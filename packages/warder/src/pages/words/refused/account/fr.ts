import type { AccountRefused } from './en.ts'
import { ownRefused } from './own/fr.ts'
import { programsRefused } from './programs/fr.ts'

export const accountRefused: AccountRefused = { ...ownRefused, ...programsRefused }

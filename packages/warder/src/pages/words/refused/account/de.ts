import type { AccountRefused } from './en.ts'
import { ownRefused } from './own/de.ts'
import { programsRefused } from './programs/de.ts'

export const accountRefused: AccountRefused = { ...ownRefused, ...programsRefused }

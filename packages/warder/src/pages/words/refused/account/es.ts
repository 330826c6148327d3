import type { AccountRefused } from './en.ts'
import { ownRefused } from './own/es.ts'
import { programsRefused } from './programs/es.ts'

export const accountRefused: AccountRefused = { ...ownRefused, ...programsRefused }

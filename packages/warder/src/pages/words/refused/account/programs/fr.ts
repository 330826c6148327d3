import { agentsRefused } from './agents/fr.ts'
import type { ProgramsRefused } from './en.ts'
import { keysRefused } from './keys/fr.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused, ...keysRefused }

import { agentsRefused } from './agents/de.ts'
import type { ProgramsRefused } from './en.ts'
import { keysRefused } from './keys/de.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused, ...keysRefused }

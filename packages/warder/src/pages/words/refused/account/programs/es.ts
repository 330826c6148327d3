import { agentsRefused } from './agents/es.ts'
import type { ProgramsRefused } from './en.ts'
import { keysRefused } from './keys/es.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused, ...keysRefused }

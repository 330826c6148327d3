import { agentsRefused } from './agents/pt.ts'
import type { ProgramsRefused } from './en.ts'
import { keysRefused } from './keys/pt.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused, ...keysRefused }

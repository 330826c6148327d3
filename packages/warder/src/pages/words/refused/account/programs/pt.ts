import { agentsRefused } from './agents/pt.ts'
import type { ProgramsRefused } from './en.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused }

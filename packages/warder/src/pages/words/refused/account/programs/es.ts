import { agentsRefused } from './agents/es.ts'
import type { ProgramsRefused } from './en.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused }

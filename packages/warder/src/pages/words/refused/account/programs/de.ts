import { agentsRefused } from './agents/de.ts'
import type { ProgramsRefused } from './en.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused }

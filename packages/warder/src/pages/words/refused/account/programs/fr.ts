import { agentsRefused } from './agents/fr.ts'
import type { ProgramsRefused } from './en.ts'

export const programsRefused: ProgramsRefused = { ...agentsRefused }

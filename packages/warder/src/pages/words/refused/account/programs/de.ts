import type { ProgramsRefused } from './en.ts'

export const programsRefused: ProgramsRefused = {}

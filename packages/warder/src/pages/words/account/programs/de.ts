import type { ProgramsWords } from './en.ts'

export const programs: ProgramsWords = {}

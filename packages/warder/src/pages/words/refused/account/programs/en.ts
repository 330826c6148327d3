import { agentsRefused } from './agents/en.ts'

/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const programsRefused = { ...agentsRefused }

export type ProgramsRefused = typeof programsRefused

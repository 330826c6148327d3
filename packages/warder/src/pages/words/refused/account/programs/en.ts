import { agentsRefused } from './agents/en.ts'
import { keysRefused } from './keys/en.ts'

/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const programsRefused = { ...agentsRefused, ...keysRefused }

export type ProgramsRefused = typeof programsRefused

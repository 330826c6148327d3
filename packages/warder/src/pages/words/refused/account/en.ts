import { ownRefused } from './own/en.ts'
import { programsRefused } from './programs/en.ts'

/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const accountRefused = { ...ownRefused, ...programsRefused }

export type AccountRefused = typeof accountRefused

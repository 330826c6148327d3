/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const programsRefused = {}

export type ProgramsRefused = typeof programsRefused

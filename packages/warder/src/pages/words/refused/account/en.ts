/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const accountRefused = {}

export type AccountRefused = typeof accountRefused

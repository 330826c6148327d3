/** Why something was not done, of the account; see `../sign-in/en.ts`. */
export const ownRefused = {}

export type OwnRefused = typeof ownRefused

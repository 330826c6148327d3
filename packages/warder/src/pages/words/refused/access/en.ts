/** Why something was not done, of applications and devices; see `../sign-in/en.ts`. */
export const accessRefused = {}

export type AccessRefused = typeof accessRefused

/** Why something was not done, of second steps; see `../sign-in/en.ts`. */
export const secondStepRefused = {}

export type SecondStepRefused = typeof secondStepRefused

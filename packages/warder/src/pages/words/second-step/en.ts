/** The second step: asking for it, setting it up, and confirming who it is. */
export const secondStep = {}

export type SecondStepWords = typeof secondStep

/** The pages under /account. */
export const account = {}

export type AccountWords = typeof account

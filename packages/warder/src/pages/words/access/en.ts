/** What applications and devices ask for: consent, choosing an account, the code of a device. */
export const access = {}

export type AccessWords = typeof access

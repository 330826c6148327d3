/** What is about the person: profile, security, sessions, activity, data. */
export const own = {}

export type OwnWords = typeof own

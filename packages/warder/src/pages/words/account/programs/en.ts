/** What acts for the person: applications, agents, API keys, connections, organisations. */
export const programs = {}

export type ProgramsWords = typeof programs

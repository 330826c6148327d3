/** Variables by name. An argument, so that a test holds them in its hand. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Those of this process, as they are at this moment. */
export const systemEnvironment = (): Environment => process.env

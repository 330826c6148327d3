import type { Clock } from './credential.ts'

/** The time of this machine, in milliseconds since 1970. */
export const systemClock: Clock = Date.now

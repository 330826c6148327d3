/** Seconds since the epoch, the NumericDate of RFC 7519 §2. Every stored time has this unit. */
export type Seconds = number

import type { OutboundCode, OutboundError } from '@warder/outbound'
import type { Failure } from '../../failure.ts'

/** What a script decides by; whatever is not here is 1. */
const exits: { [C in OutboundCode]?: Failure['exit'] } = {
  REAUTH_REQUIRED: 3,
  INVALID_GRANT: 3,
  INTERACTION_UNAVAILABLE: 3,
  INTERACTION_FAILED: 3,
  INTERACTION_TIMEOUT: 3,
  INTERACTION_DENIED: 4,
  ORIGIN_NOT_ALLOWED: 4,
  INSECURE_URL: 4,
  REDIRECT_BLOCKED: 4,
  STORE_UNAVAILABLE: 5,
  STORE_LOCKED: 5,
  STORE_CORRUPT: 5,
  LOCK_TIMEOUT: 5,
}

/** An error of outbound calls, as a person at a terminal needs it. @param error whose name says what it is */
export function outboundFailure(error: Error): Failure {
  const { code, message, hint } = error as OutboundError // by its name
  const said = /[.!?]$/.test(message) ? message : `${message}.`
  return {
    code: code.toLowerCase(),
    message: hint === undefined ? said : `${said} ${hint}`,
    exit: exits[code] ?? 1,
  }
}

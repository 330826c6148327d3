/** A message that is not taken. `reason` is one word for the log and the audit; nothing of the message stands in it. */
export class SamlRefused extends Error {
  override readonly name = 'SamlRefused'
  readonly reason: string

  constructor(reason: string, cause?: unknown) {
    super(`a SAML message was refused: ${reason}`, { cause })
    this.reason = reason
  }
}

/** Throws unless it holds. */
export function insist(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new SamlRefused(reason)
}

/** Now, in milliseconds since 1970. An argument, so that a test holds the time in its hand. */
export type Clock = () => number

/** A request on its way, as plain data that a credential may change: it is a copy, made anew for every attempt. */
export type Outgoing = {
  method: string
  url: URL
  headers: Headers
  /** Bytes can be signed and sent again; a stream can be sent once, and there is no body at all as null. */
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
}

export type CredentialContext = {
  clock: Clock
  /** What the caller waits with; a token that others wait for as well is not given up because of it. */
  signal: AbortSignal | undefined
  /** Told by a signer what it signs, for a person who looks for a difference. A secret may be in it. */
  explain?: (what: string, text: string) => void
}

/** What is told of a credential: never a secret. */
export type CredentialStatus = {
  kind: string
  state: 'ready' | 'expired' | 'unknown' | 'failed'
  /** In milliseconds since 1970. */
  expires_at?: number
  scope?: string
  last_error?: string
}

/**
 * Something that proves to an API who calls. It never sends anything by itself: `authenticatedFetch` does, and only to the
 * places it is bound to.
 */
export type Credential = {
  readonly kind: string
  /** A signer runs after everything that adds to a request. `decorate` where absent. */
  readonly phase?: 'decorate' | 'sign'
  /** Adds to the request what proves. @throws OutboundError when there is nothing to prove with */
  apply: (request: Outgoing, context: CredentialContext) => void | Promise<void>
  /**
   * The API refused this very request with 401. `retry` when another try makes sense: there is another key, or a token that
   * is newer than the one in `sent`. Called also where the body cannot be sent again, so that the token is not used again.
   */
  onUnauthorized?: (
    response: Response,
    sent: Outgoing,
    context: CredentialContext,
  ) => 'retry' | 'stop' | Promise<'retry' | 'stop'>
  /** Sees every answer, for what it says beside the API's own: the time, or a nonce. `retry` repeats the request once. */
  onResponse?: (
    response: Response,
    sent: Outgoing,
    context: CredentialContext,
  ) => 'retry' | undefined | Promise<'retry' | undefined>
  status?: () => CredentialStatus | Promise<CredentialStatus>
}

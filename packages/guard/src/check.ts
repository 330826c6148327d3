import type { Refusal } from './refusal.ts'

/** What a check reads of a request. A web-standard Request is one. */
export type Presented = {
  method: string
  url: string
  /** `http` or `https`, where the URL does not say it. */
  scheme?: string
  headers: { get(name: string): string | null }
  /**
   * The bytes of the body, where the server hands them over; a web-standard Request is copied. Only signatures ask, and
   * undefined is a body that is too large to be checked.
   */
  content?: () => Promise<Uint8Array | undefined>
  /** The address that the connection came from. */
  address?: string | undefined
  /** The certificate (DER) of the connection, where the server itself ended TLS. */
  certificate?: () => Uint8Array | undefined
}

export type Result<C> = { ok: true; caller: C } | Refusal

/** Answers who calls, or why not. Adapters take one; the type of the caller comes from it. */
export type Check<C> = (request: Presented) => Promise<Result<C>>

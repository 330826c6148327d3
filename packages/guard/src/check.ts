import type { Refusal } from './refusal.ts'

/** What a check reads of a request. A web-standard Request is one. */
export type Presented = { method: string; url: string; headers: { get(name: string): string | null } }

export type Result<C> = { ok: true; caller: C } | Refusal

/** Answers who calls, or why not. Adapters take one; the type of the caller comes from it. */
export type Check<C> = (request: Presented) => Promise<Result<C>>

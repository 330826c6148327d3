import { Problem } from '@warder/protocol'
import { digest } from '../crypto/tokens.ts'
import { json, type Answer } from './answer.ts'
import type { Request } from './wire/request.ts'

/** RFC 9110 §8.8.3: names one state of a thing, by what is shown of it. */
export const etagOf = (view: unknown): string => `"${digest(JSON.stringify(view))}"`

/** A thing that may be changed, with the name of its state. */
export function shown(view: unknown, status = 200): Answer {
  return json(view, { status, headers: { etag: etagOf(view) } })
}

/** RFC 9110 §13.1.1: one of the states that are listed, by the strong comparison, or `*` for any. */
export function isState(if_match: string, etag: string): boolean {
  return if_match.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag)
}

/**
 * Refuses a change of another state than the one that was read. Call it where the row is held, in the transaction of the change.
 *
 * @throws Problem `precondition_failed` (RFC 9110 §13.1.1)
 */
export function requireState({ if_match }: { if_match?: string | undefined }, view: unknown): void {
  if (if_match === undefined || isState(if_match, etagOf(view))) return
  throw new Problem('precondition_failed', { detail: 'It was changed since. Read it again.' })
}

/** What a change has to name. @throws Problem `precondition_required` (RFC 6585 §3) */
export const stateIn = (request: Request): string => requireStateNamed(request.headers.get('if-match'))

/** @throws Problem `precondition_required` where no state is named */
export function requireStateNamed(if_match: string | null): string {
  if (if_match) return if_match
  throw new Problem('precondition_required', {
    detail: 'Send If-Match with the ETag of what you have read, or * for whatever it is now.',
  })
}

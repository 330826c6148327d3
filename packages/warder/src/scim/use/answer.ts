import { Problem } from '@warder/protocol'
import * as z from 'zod'
import { empty, json, type Answer } from '../../http/answer.ts'
import { readJson } from '../../http/body.ts'
import type { Call } from '../../http/router.ts'

export const scimType = 'application/scim+json'

/** RFC 7644 §3.1 and §8.1: its own type, and that of JSON where a client knows no other. */
export const readBody = ({ request }: Call, max?: number): Promise<unknown> =>
  readJson(request, z.unknown(), [scimType, 'application/json'], max)

export function scim(body: unknown, { status = 200, headers = {} } = {}): Answer {
  return json(body, { status, headers: { 'content-type': scimType, ...headers } })
}

/** A resource, with where it is and which state of it this is (RFC 7644 §3.14). */
export type Shown = { location: string; version: string; body: unknown }

export function shown({ location, version, body }: Shown, status = 200): Answer {
  return scim(body, { status, headers: { etag: version, location } })
}

/** The same where a client asks for what it has not seen yet. */
export function shownUnlessSeen(call: Call, resource: Shown): Answer {
  const seen = call.request.headers.get('if-none-match')
  return seen !== null && isOneOf(seen, resource.version)
    ? empty(304, { headers: { etag: resource.version } })
    : shown(resource)
}

/** RFC 7644 §3.14: the tags are weak ones, and compared as such also where something is changed. */
function isOneOf(tags: string, version: string): boolean {
  const opaque = version.slice('W/'.length)
  return tags.split(',').some((tag) => ['*', version, opaque].includes(tag.trim()))
}

/**
 * Refuses a change of another state than the one that was read. Call it where the row is held.
 *
 * @throws Problem `precondition_failed` (RFC 7644 §3.14)
 */
export function requireVersion(if_match: string | null, version: string): void {
  if (if_match === null || isOneOf(if_match, version)) return
  throw new Problem('precondition_failed', { detail: 'It was changed since. Read it again.' })
}

import { Problem } from '@warder/protocol'

const usual = 50
const most = 200

/**
 * Which page of a list is asked for, by `?limit=` and `?cursor=`.
 *
 * @param cursorForm what cursors of this list look like; anything else is no place where it ended
 * @throws Problem invalid_input
 */
export function pageAsked(
  query: URLSearchParams,
  cursorForm: RegExp,
): { limit: number; cursor: string | undefined } {
  const limit = query.get('limit') ?? String(usual)
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > most)
    throw wrong('/limit', `is a number from 1 to ${most}`)
  const cursor = query.get('cursor') ?? undefined
  if (cursor !== undefined && !cursorForm.test(cursor))
    throw wrong('/cursor', 'is not the next_cursor of this list')
  return { limit: Number(limit), cursor }
}

/** What a list answers: one row more than asked for was read when there are more. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { items: Row[]; next_cursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: last !== undefined && rows.length > limit ? cursorOf(last) : null }
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('invalid_input', {
    detail: 'Some parameters need another value; see errors.',
    errors: [{ pointer, detail }],
  })
}

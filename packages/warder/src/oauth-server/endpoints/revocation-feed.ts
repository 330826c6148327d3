import { Problem, type Seconds } from '@warder/protocol'
import { json, empty, type Answer } from '../../http/answer.ts'
import type { Handler } from '../../http/router.ts'
import * as revocations from '../../store/oauth/revocations.ts'

const mostItems = 1000

/**
 * PostgreSQL hands out numbers before rows become visible, so a row with a smaller number may appear after
 * one with a greater. Whoever follows therefore gets the rows of the last seconds again, until every
 * transaction that could add one before them is over.
 */
const settling: Seconds = 30

/**
 * GET /oauth/revocations?after=CURSOR: what was revoked since, as digests. Public, because a digest of a
 * random identifier tells nothing. A guard that asks every few seconds refuses a revoked token soon after.
 *
 * @throws Problem invalid_input for a cursor that is no number of ours, gone when the feed does not reach it
 */
export const revocationFeed: Handler<null> = async ({ app, url, request }) => {
  const now = app.now()
  const after = cursorOf(url.searchParams.get('after'))
  if (after > (await revocations.lastSeq(app.db))) {
    throw new Problem('gone', {
      detail: 'This cursor is not of this feed. Start over without one.',
      extra: { reason: 'cursor_too_old' },
    })
  }
  const rows = await revocations.after(app.db, after, mostItems, now)
  const items = rows.map(({ kind, hash, not_before, until }) => ({
    kind,
    hash,
    ...(not_before !== null && { not_before }),
    until,
  }))
  const settled = rows.length === mostItems ? rows : rows.filter((row) => row.created_at <= now - settling)
  const cursor = String(settled.at(-1)?.seq ?? after)

  const etag = `"${after}-${rows.at(-1)?.seq ?? after}-${rows.length}"`
  return unlessSeen(request, etag, { cursor, items })
}

function cursorOf(text: string | null): number {
  if (text === null || text === '') return 0
  if (!/^[0-9]{1,15}$/.test(text)) {
    throw new Problem('invalid_input', {
      detail: 'after is the cursor of an earlier answer.',
      errors: [{ pointer: '/after', detail: 'is not a cursor' }],
    })
  }
  return Number(text)
}

function unlessSeen(request: Request, etag: string, body: object): Answer {
  const headers = { 'cache-control': 'no-cache', 'access-control-allow-origin': '*', etag }
  if (request.headers.get('if-none-match') === etag) return empty(304, { headers })
  return json(body, { headers })
}

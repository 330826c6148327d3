import { answer } from '../account/frame.ts'
import { auditTypes } from '../audit/events.ts'
import { sentenceFor } from '../audit/sentences.ts'
import { auditFilters, auditPage, type AuditFilter, type EventRow } from '../pages/console/audit.ts'
import { ask, type Asked } from './ask.ts'
import { consoleFrame, wrongWith } from './frame.ts'
import type { ConsoleCall } from './guard.ts'
import type { Handler } from './row.ts'

type Told = { items: Omit<EventRow, 'sentence'>[]; next_cursor: string | null }

/** A page of the audit, each event with the words for it. */
export async function toldEvents(call: ConsoleCall, query: NonNullable<Asked['query']>) {
  const { items, next_cursor } = (await ask<Told>(call, 'GET /api/admin/audit', { query })).value
  const events = items.map((event) => ({ ...event, sentence: sentenceFor(event.type, event.outcome) }))
  return { items: events, next_cursor }
}

export const list: Handler = async (call) => {
  const { searchParams } = call.url
  const asked = Object.fromEntries(auditFilters.map((name) => [name, searchParams.get(name) ?? '']))
  const view = {
    ...consoleFrame(call),
    asked: asked as Record<AuditFilter, string>, // each of them, one line above
    types: auditTypes,
  }
  try {
    const { items, next_cursor } = await toldEvents(call, { ...asked, cursor: searchParams.get('cursor') })
    return answer(call, auditPage({ ...view, events: items, next_cursor, errors: {} }))
  } catch (error) {
    const { fields, whole, status } = wrongWith(error, auditFilters)
    if (whole !== undefined) throw error
    return answer(call, auditPage({ ...view, events: [], next_cursor: null, errors: fields }), status)
  }
}

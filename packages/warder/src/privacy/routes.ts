import { json } from '../http/answer.ts'
import { taking } from '../http/body.ts'
import { unlimited } from '../http/limit.ts'
import { pageAsked, pageOf } from '../http/paging.ts'
import { route, type Call, type Route } from '../http/router.ts'
import { person, type SessionCaller } from '../sessions/guard.ts'
import * as records from '../store/privacy/consent-records.ts'
import { isoTime } from '../time.ts'
import { agree, consentsOf, withdraw } from './consents/consents.ts'
import { consentChange } from './consents/inputs.ts'

/** What `next_cursor` of the consent records looks like. */
const recordCursor = /^cns_[1-9]\d{0,14}$/

/** What somebody agreed to, and a copy of what is known of them. Leaving is in `users/lifecycle/`. */
export const privacyRoutes: readonly Route[] = [
  route('GET', '/auth/me/consents', unlimited, person, 'problem', async (call) => json(await shown(call))),
  taking('POST', '/auth/me/consents', unlimited, person, 'problem', consentChange, async (call, read) => {
    const change = await read()
    const { document: id } = change
    if (change.given) await agree(call, call.caller, { id, version: change.version }, 'api')
    else await withdraw(call, call.caller, id, 'api')
    return json(await shown(call))
  }),
  route('GET', '/auth/me/export', unlimited, person, 'problem', async (call) => {
    const { exportOf, fileOf } = await import('./export/export.ts')
    return fileOf(await exportOf(call, call.caller))
  }),
]

/** Where a person stands with each document, and a page of what they said before, newest first. */
async function shown({ app, caller, url }: Call<SessionCaller>) {
  const { limit, cursor } = pageAsked(url.searchParams, recordCursor)
  const before = cursor === undefined ? undefined : Number(cursor.slice('cns_'.length))
  const states = await consentsOf(app.db, app, caller.user_id)
  const rows = await records.listOf(app.db, caller.user_id, limit + 1, before)
  const { items, next_cursor } = pageOf(rows, limit, ({ seq }) => `cns_${seq}`)
  return {
    documents: states.map(({ document, state, version, since }) => ({
      ...document,
      state,
      answered_version: version,
      answered_at: since === null ? null : isoTime(since),
    })),
    items: items.map(({ document, version, action, source, recorded_at }) => ({
      document,
      version,
      action,
      source,
      recorded_at: isoTime(recorded_at),
    })),
    next_cursor,
  }
}

import { empty, json } from '../../http/answer.ts'
import { unlimited } from '../../http/limit.ts'
import { pageAsked } from '../../http/paging.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { forgetting } from '../../sessions/end.ts'
import { person, type SessionCaller } from '../../sessions/guard.ts'
import { isoTime } from '../../time.ts'
import { deactivate } from './deactivate.ts'
import { erase } from './erase.ts'
import { history, historyCursor } from './history.ts'

/** The end of an account, for now or for good, and what happened with it until then. */
export const lifecycleRoutes: readonly Route[] = [
  route('GET', '/auth/me/events', unlimited, person, 'problem', async (call) => {
    const { items, next_cursor } = await history(
      call,
      call.caller,
      pageAsked(call.url.searchParams, historyCursor),
    )
    return json({ items: items.map((event) => ({ ...event, time: isoTime(event.time) })), next_cursor })
  }),
  route('POST', '/auth/me/deactivate', unlimited, person, 'problem', async (call) => {
    await deactivate(call, call.caller)
    return gone(call)
  }),
  route('DELETE', '/auth/me', unlimited, person, 'problem', async (call) => {
    await erase(call, call.caller)
    return gone(call)
  }),
]

/** Nobody is signed in any more, and the browser forgets the pages it has seen. */
function gone(call: Call<SessionCaller>) {
  if (call.caller.via === 'bearer') return empty(204)
  return empty(204, forgetting(call))
}

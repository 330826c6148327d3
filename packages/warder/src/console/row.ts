import type { Answer } from '../http/answer.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { adminIn, rowOf } from './ask.ts'
import { administering, type ConsoleCall } from './guard.ts'

/** What a page shows, or a form does. @param does the row of the API that it is for */
export type Handler = (call: ConsoleCall, does: string) => Answer | Promise<Answer>

/** A page or a form, with the row of the API that it is for; the first page is for none. */
export type ConsoleRow = Route & { does: string | undefined }

/**
 * One row of the console. Who may come in, how often, and whether they must have shown a moment ago who they are, is what the row of
 * the API says that it is for; a page with a form asks so too, because what was typed is not sent again.
 */
export function row(
  method: 'GET' | 'POST',
  path: string,
  does: string | undefined,
  load: () => Promise<Handler>,
): ConsoleRow {
  const needs = does === undefined ? undefined : rowOf(does).needs
  const limit = (method === 'POST' && needs?.limit) || unlimited
  const page = route(method, path, limit, administering(needs?.permission), 'page', async (call) => {
    if (needs?.recent) adminIn(call).fresh()
    return (await load())(call, does ?? '')
  })
  return { ...page, does }
}

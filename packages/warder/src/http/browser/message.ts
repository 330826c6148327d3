import type { App } from '../../app.ts'
import { messagePage, type MessageView } from '../../pages/message/message.ts'
import { html, type Answer } from '../answer.ts'

/** A page that says one thing, with the cookies that whoever asked for it is to get. */
export function messageAnswer(
  { app, caller }: { app: Pick<App, 'config'>; caller: { cookies: readonly string[] } },
  view: Omit<MessageView, 'brand'>,
  status = 200,
): Answer {
  return html(messagePage({ brand: app.config.brand, ...view }), { status, cookies: caller.cookies })
}

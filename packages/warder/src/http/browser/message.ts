import type { Frame } from '../../pages/layout.ts'
import { messagePage, type MessageView } from '../../pages/message/message.ts'
import { html, type Answer } from '../answer.ts'
import { frameOf, type Branded } from '../words/frame.ts'
import type { Spoken } from '../words/language.ts'

/** A page that says one thing, with the cookies that whoever asked for it is to get. */
export function messageAnswer(
  call: Branded & { caller: { cookies: readonly string[] } & Spoken },
  view: Omit<MessageView, keyof Frame>,
  status = 200,
): Answer {
  return html(messagePage({ ...frameOf(call), ...view }), { status, cookies: call.caller.cookies })
}

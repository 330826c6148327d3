import { Problem } from '@warder/protocol'
import type { Answer } from '../http/answer.ts'
import { messageAnswer } from '../http/browser/message.ts'
import type { Call } from '../http/router.ts'
import type { Visitor } from '../sessions/guard.ts'

const what = 'This link was used already or has expired.'

/** What is thrown for a link that is spent, too old or made up. `advice` says how to come by another. */
export function deadLink(advice?: string): Problem {
  return new Problem('token_invalid', { detail: advice === undefined ? what : `${what} ${advice}` })
}

/** The same for whoever follows the link, with the way on. */
export function deadLinkPage(
  call: Call<Visitor>,
  advice: string,
  action: { href: string; label: string },
): Answer {
  const { title, text } = call.caller.words.signIn.deadLink
  return messageAnswer(call, { tone: 'warn', title, text: text(advice), action }, 410)
}

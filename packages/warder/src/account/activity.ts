import { sentenceFor } from '../audit/sentences.ts'
import { pageAsked } from '../http/paging.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { deviceIn, placeName } from '../pages/account/places.ts'
import { activityPage, type ActivityEvent } from '../pages/account/activity.ts'
import type { PageWords } from '../pages/words/words.ts'
import { account } from '../sessions/guard.ts'
import { history, historyCursor, type PersonalEvent } from '../users/lifecycle/history.ts'
import { answer, frame } from './frame.ts'

/** What happened with the account. */
export const activityPages: readonly Route[] = [
  route('GET', '/account/activity', unlimited, account, 'page', async (call) => {
    const asked = pageAsked(call.url.searchParams, historyCursor)
    const { items, next_cursor } = await history(call, call.caller.session, asked)
    return answer(
      call,
      activityPage({
        ...frame(call),
        events: items.map((event) => activityOf(call.caller.words, event)),
        next_cursor,
      }),
    )
  }),
]

/** One event as pages show it. */
export function activityOf(
  words: PageWords,
  { time, type, device, address, place, outcome }: PersonalEvent,
): ActivityEvent {
  const sentence = sentenceFor(type, outcome, words.account.events)
  const at = [device && deviceIn(words, device), address, place && placeName(words, place)]
  const from = at.filter(Boolean).join(' · ')
  const warning = outcome !== 'succeeded' || type === 'sign_in.risk'
  return { sentence, when: time, device: from, warning }
}

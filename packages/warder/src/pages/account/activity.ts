import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import { time } from '../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from './layout.ts'

export type ActivityEvent = {
  /** What happened, as a person would say it: "Signed in with a password". */
  sentence: string
  when: Seconds
  /** Where it came from; empty where that is not theirs to know. */
  device: string
  /** True for what the person should look at: a wrong password, a changed address. */
  warning?: boolean | undefined
}

export type ActivityView = AccountFrame & {
  events: readonly ActivityEvent[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
}

/** `/account/activity`: everything that happened with the account, newest first. */
export function activityPage(view: ActivityView): string {
  const { activity, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/activity',
      title: menu.pages.activity,
      lead: activity.lead,
    },
    section(
      activity.newestFirst,
      view.events.length === 0
        ? nothing(activity.nothingMore)
        : html`${view.events.map((event) => activityRow(event, view))} ${older(activity.older, view.next_cursor)}`,
    ),
  )
}

function older(label: string, cursor: string | null): Html {
  if (cursor === null) return html``
  return html`<p class="pad"><a href="/account/activity?cursor=${encodeURIComponent(cursor)}">${label}</a></p>`
}

/** One event of a list. */
export function activityRow(
  { sentence, when, device, warning }: ActivityEvent,
  view: Pick<Frame, 'words'> & { now: Seconds },
): Html {
  return html`<div class="row">
    <span class="glyph${warning && ' warn'}">${icon(warning ? 'alert' : 'clock')}</span>
    <div>
      <b>${sentence}</b><br /><small>${time(when, view.now, view.words)}${device && html` · ${outside(device)}`}</small>
    </div>
  </div>`
}

import { html, outside, type Html } from '../html.ts'
import { notice } from '../notice.ts'
import type { PageWords } from '../words/words.ts'

/** An application that nobody here registered: what is known of it beside what it says of itself. */
export type Stranger = {
  /** The host at whose address it is described, which is therefore known to be its own. */
  published_at: string | undefined
}

/** Says that a name was chosen by its bearer. Nothing where an operator registered the application. */
export function strangerNotice({ access }: PageWords, stranger: Stranger | undefined): Html {
  if (!stranger) return html``
  const { unknown, publishedAt } = access.stranger
  const where = stranger.published_at
  return notice('warn', where === undefined ? unknown : publishedAt(where))
}

/** Where the browser goes next. An address of the device itself says nothing to most people. */
export function nextPlace({ access }: PageWords, host: string): Html {
  const own = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host)
  return own
    ? html`<b>${access.stranger.thisDevice}</b><br /><small>${outside(host)}</small>`
    : html`<b>${outside(host)}</b>`
}

import { html, outside, type Html } from '../html.ts'
import { notice } from '../notice.ts'

/** An application that nobody here registered: what is known of it beside what it says of itself. */
export type Stranger = {
  /** The host at whose address it is described, which is therefore known to be its own. */
  published_at: string | undefined
}

/** Says that a name was chosen by its bearer. Nothing where an operator registered the application. */
export function strangerNotice(stranger: Stranger | undefined): Html {
  if (!stranger) return html``
  const where = stranger.published_at
  return notice(
    'warn',
    where === undefined
      ? html`This application registered itself. Nobody here knows who is behind its name.`
      : html`This application registered itself, and belongs to whoever runs <b>${outside(where)}</b>. Nobody here
          has checked its name.`,
  )
}

/** Where the browser goes next. An address of the device itself says nothing to most people. */
export function nextPlace(host: string): Html {
  const own = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host)
  return own
    ? html`<b>A program on this device</b><br /><small>${outside(host)}</small>`
    : html`<b>${outside(host)}</b>`
}

import { html, safeHref } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { toneIcon, type Tone } from '../notice.ts'

export type MessageView = Frame & {
  title: string
  text: string
  tone: Tone
  /** One way on. Left out when it leads neither to a path of ours nor to a web address. */
  action?: { href: string; label: string } | undefined
}

/** One thing to know and one thing to do: "Your email address is confirmed", "This link no longer works". */
export function messagePage(view: MessageView): string {
  const href = view.action && safeHref(view.action.href)
  return sheet(
    {
      ...view,
      heading: html`<span class="glyph ${view.tone}">${toneIcon(view.tone)}</span>${view.title}`,
      lead: view.text,
    },
    html`${href && html`<a class="button primary" href="${href}">${view.action?.label}</a>`}`,
  )
}
